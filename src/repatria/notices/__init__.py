"""What a notice asks and needs, and lists that others publish: pure functions over records and streams."""
