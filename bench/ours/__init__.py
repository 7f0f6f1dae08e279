"""Our side of the figures: each module registers those of one subject against a peer."""
