"""The shared vectors in protocol/vectors, made from the invented network: see `__main__.py`."""
