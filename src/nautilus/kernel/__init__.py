"""What every engine stands on: configuration, buses, journal, database, clock, chassis."""
