"""Mutation testing of our own rooms: small faults, one at a time, that some test ought to notice."""
