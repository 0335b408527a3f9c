"""Platform listing and volume-based procurement: stages and requirements in TOML, and no code."""
