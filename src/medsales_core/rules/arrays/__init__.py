"""Requirements over a whole portfolio as numpy arrays: what is read once, and asked as often as one likes.

Nothing imports this room but `medsales_core.rules.sheet`, and only when asked: numpy is an extra.
"""
