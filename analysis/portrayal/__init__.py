"""How a sentence makes an actor look, events included, whoever tells it."""
