"""Devices by form: a figure a module, the door beside them."""
