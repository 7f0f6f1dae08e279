"""The invented network, made through the SDK like anyone else would make it."""
