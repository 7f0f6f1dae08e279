"""Clocks that are watched: due times, leases and escalation."""
