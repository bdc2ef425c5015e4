"""The front desk: who came with what, and who holds it."""

SERVICE = "intake"
