"""The engine chassis: what turns an `Engine`, a `Service` and `ROUTES` into a process."""
