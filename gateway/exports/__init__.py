"""Lists as files: all matching rows of a list, as CSV or as an Excel workbook."""
