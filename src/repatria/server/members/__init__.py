"""Who is a member, and what contact data the network keeps about them."""
