"""The installed base: stages and requirements in TOML, and no code."""
