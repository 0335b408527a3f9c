"""What a plugin implements: one abstract class a file, its docstring the manual page."""
