"""The trading node's process: one run, one account, one desk. Started by the service, never imported by it whole."""
