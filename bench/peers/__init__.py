"""What our figures are held against: other software, and the bare machine."""
