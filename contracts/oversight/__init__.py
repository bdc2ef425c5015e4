"""The head station's figures."""

SERVICE = "oversight"
