"""Ground that every test may stand on: databases, a browser, an object store."""
