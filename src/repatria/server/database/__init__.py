"""Where rows live: SQLite in two files, or one PostgreSQL database, behind the same few calls."""
