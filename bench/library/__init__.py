"""Figures of the library: how quick a big one answers, and how good the answers are."""
