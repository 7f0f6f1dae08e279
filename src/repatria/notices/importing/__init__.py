"""Lists that others publish, read row by row: what is listed, or what is wrong with the row."""
