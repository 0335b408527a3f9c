"""Public tendering: stages and requirements in TOML, and no code."""
