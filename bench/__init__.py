"""Measures what the project claims about speed and size, as ratios taken in one run on one machine."""
