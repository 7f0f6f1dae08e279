"""The log of signed statements, its checkpoints and its proofs."""
