"""Whose Words: stance and rhetoric of news text, by voice."""
