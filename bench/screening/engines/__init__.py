"""The engines that are measured, each a program of its own: ours, and the peers in their environment."""
