"""The plugin that comes with the library: it uses the same door as every other."""
