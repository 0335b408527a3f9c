"""Hospital access: stages and requirements in TOML, and no code."""
