"""What `nautilus bench` runs: each module has `run() -> dict`, whose numbers are stored with machine and commit."""
