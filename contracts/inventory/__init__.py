"""The store: what is there, who has it, where it goes."""

SERVICE = "inventory"
