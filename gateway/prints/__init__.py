"""What is printed for people: the customer's receipt, the label on the device."""
