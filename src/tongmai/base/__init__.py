"""Floor 1. Standard library only: what every other floor may lean on."""
