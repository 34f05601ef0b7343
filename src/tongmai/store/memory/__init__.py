"""The reference store: everything in memory, everything by plain loops. It judges the other stores."""

from tongmai.store.memory.store import MemoryStore

__all__ = ["MemoryStore"]
