"""Floor 4. Versions, search, transactions, the change feed; and the lake, its columnar twin."""
