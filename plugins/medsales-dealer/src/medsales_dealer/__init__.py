"""Sales through dealers: stages and requirements in TOML, and no code."""
