"""How the shipped model is made; needs the extra ``train`` and is not part of the wheel."""
