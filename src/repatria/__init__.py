"""Repatria: sealed mail, case rooms and a vetted directory for asset-recovery contact points."""
