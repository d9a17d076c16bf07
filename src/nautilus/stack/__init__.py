"""`nautilus up`: embedded servers, supervision, health. Starts processes by dotted name and imports no engine."""
