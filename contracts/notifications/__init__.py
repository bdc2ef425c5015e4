"""Who is told what, once."""

SERVICE = "notifications"
