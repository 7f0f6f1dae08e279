"""The Python client of a Repatria network."""
