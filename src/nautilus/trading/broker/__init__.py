"""The paper broker: a pure model of accounts, orders and fills against a derived book."""
