"""Sealed slices of attachments, resumable."""
