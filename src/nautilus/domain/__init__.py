"""Vocabulary of the house: instruments, market data, orders, money, time. Frozen, no I/O."""
