"""How a text persuades: engagement, we and they, devices, techniques, codebooks, frames, dictionaries."""
