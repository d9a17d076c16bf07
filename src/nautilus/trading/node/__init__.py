"""The trading node: one account's desk with its orders running through NautilusTrader. One node a process."""
