"""What customers say, and what follows from it."""

SERVICE = "quality"
