"""Sign-in, sessions and the locks on wrapped seeds."""
