"""Who sees a resident's record by contract."""

from tongmai.model.rule import Compartment, InCircle, Rule, Verb

_SEE: frozenset[Verb] = frozenset({"read", "search"})

RULES = (Rule("who has the contract, sees", "clinician", _SEE, Compartment("Patient"), where=InCircle(("contract",))),)
