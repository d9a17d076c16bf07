"""Volatility: range-based estimators and forecasting models of the variance of one bar's log return."""
