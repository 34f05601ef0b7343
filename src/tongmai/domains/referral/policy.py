"""Who sees what of referrals. What the two ends see of the request itself follows from the declaration of its steps."""

from tongmai.model.rule import Compartment, InCircle, Rule, Verb

_SEE: frozenset[Verb] = frozenset({"read", "search"})
_KEEP: frozenset[Verb] = frozenset({"read", "search", "write"})

RULES = (
    *(
        Rule(f"whom a referral brings, {role} sees", role, _SEE, Compartment("Patient"), where=InCircle(("referral",)))
        for role in ("clinician", "referral-centre", "specialist")
    ),
    *(
        Rule(f"slots and beds are open at work: {role}, {type}", role, _SEE, type)
        for role in ("clinician", "referral-centre", "specialist", "headquarters")
        for type in ("Schedule", "Slot")
    ),
    *(
        Rule(f"who keeps slots and beds: {role}", role, _KEEP, on)
        for role, on in (
            ("referral-centre", "Slot?institution=Organization/{actor.organization}"),
            ("county-officer", "Slot?institution:Organization.village={actor.area}"),
            ("planner", "Slot"),
        )
    ),
    Rule(
        "a community sees how its county answers referrals",
        "headquarters",
        _SEE,
        "ServiceRequest?performer:Organization.village={actor.area}&category=urn:tongmai:referral|",
    ),
)
