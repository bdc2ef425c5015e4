"""Who there is, where, and by which rules."""

SERVICE = "stations"
