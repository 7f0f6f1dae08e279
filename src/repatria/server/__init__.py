"""The server: keeps statements and sealed entries, checks both, and can open neither."""
