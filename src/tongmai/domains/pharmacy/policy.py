"""Who sees lists of drugs, holdings, procurement and samples. What the parties of a workflow may do follows from its
declaration; a reviewer sees samples without the person, a prescription only where it is his to check."""

from tongmai.model.rule import Rule, Verb

_SEE: frozenset[Verb] = frozenset({"read", "search"})
_KEEP: frozenset[Verb] = frozenset({"read", "search", "write"})
_OPEN = ("FormularyEntry", "DrugHolding")
_WORK = ("PooledPurchase", "ReviewDraw", "PrescriptionReview")
_OWN = "institution=Organization/{actor.organization}"

RULES = (
    *(Rule(f"the planner keeps lists of drugs: {type}", "planner", _KEEP, type) for type in _OPEN),
    *(Rule(f"a community keeps the list and holdings of its county: {type}", "headquarters", _KEEP,
           f"{type}?area={{actor.area}}") for type in _OPEN),
    *(Rule(f"a house keeps the list of what it holds: {role}", role, _KEEP, f"DrugHolding?{_OWN}")
      for role in ("pharmacist", "clinician")),
    *(Rule(f"what may be used and is kept where is open at work: {role}, {type}", role, _SEE, type)
      for role in ("clinician", "county-officer", "pharmacist", "referral-centre", "specialist") for type in _OPEN),
    *(Rule(f"the planner sees procurement and reviews: {type}", "planner", _SEE, type) for type in _WORK),
    *(Rule(f"{role} sees procurement and reviews of the county: {type}", role, _SEE, f"{type}?area={{actor.area}}")
      for role in ("headquarters", "county-officer") for type in _WORK),
    Rule("a house sees the samples of its prescriptions", "clinician", _SEE, f"ReviewDraw?{_OWN}"),
    *(Rule(f"the register is open at work: pharmacist, {type}", "pharmacist", _SEE, type)
      for type in ("Practitioner", "PractitionerRole")),
)  # fmt: skip
