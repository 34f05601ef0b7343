"""What residents may see: their own record."""

from tongmai.model.rule import Compartment, InCircle, Rule, Verb

_SEE: frozenset[Verb] = frozenset({"read", "search"})

RULES = (Rule("one's own record", "resident", _SEE, Compartment("Patient"), where=InCircle(("self",))),)
