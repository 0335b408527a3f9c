"""How Northern Imaging sells, as a plugin of its own: a stage, a check and a calendar."""
