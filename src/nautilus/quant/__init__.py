"""Mathematics on arrays: no I/O, no state between calls unless a class says so."""
