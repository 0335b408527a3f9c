"""Evaluation and loan units: stages and requirements in TOML, and one check for what they cannot say."""
