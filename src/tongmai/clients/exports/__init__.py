"""What leaves the house as a file: the board as Excel, the circular as Word, the evidence package. Pure functions over
decisions; `export` gathers what they need through a person's context."""

from tongmai.clients.exports.gather import export, gather
from tongmai.clients.exports.material import Evidence, Material, Reported

__all__ = ["Evidence", "Material", "Reported", "export", "gather"]
