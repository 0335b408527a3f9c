"""The reference playbook as TOML: the eight stages, and the standards as they are added."""
