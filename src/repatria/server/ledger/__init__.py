"""The register as the server holds it in memory, and what every writing group does with it."""
