"""The bench: what is wrong, what is done, how it ends."""

SERVICE = "repair"
