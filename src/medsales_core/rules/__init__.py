"""The requirement language: conditions as data, type-checked, compiled, explained, inverted."""
