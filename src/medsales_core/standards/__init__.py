"""Standards at work: a whole organisation judged by its playbook, and the arithmetic that standards rest on."""
