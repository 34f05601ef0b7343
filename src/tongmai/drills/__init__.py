"""Drills: each a house of its own beside the main one, seeded from the register. Nothing of it reaches the record."""

from tongmai.drills.keeper import Keeper

__all__ = ["Keeper"]
