"""Who sees a resident's record by contract, and what the parties of contracts and follow-ups see besides their work."""

from tongmai.model.rule import Compartment, InCircle, Rule, Verb

_SEE: frozenset[Verb] = frozenset({"read", "search"})

RULES = (
    Rule("who has the contract, sees", "clinician", _SEE, Compartment("Patient"), where=InCircle(("contract",))),
    Rule("who signed or follows up, sees", "clinician", _SEE, Compartment("Patient"),
         where=InCircle(("family_doctor",))),
)  # fmt: skip
