"""What comes with the library: a plugin like any other, through the same door."""
