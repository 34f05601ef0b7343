"""Who sees what of consultations. What the parties of a step see of the request follows from its declaration."""

from tongmai.model.rule import Compartment, InCircle, Rule, Verb

_SEE: frozenset[Verb] = frozenset({"read", "search"})

RULES = (
    # from the agreed time until the opinion is closed; the centre arranges and needs the record of nobody
    *(
        Rule(f"whom a consultation brings, {role} sees", role, _SEE, Compartment("Patient"),
             where=InCircle(("consultation",)))
        for role in ("clinician", "specialist")
    ),
    *(
        Rule(f"who works where is open to who invites: {type}", "consultation-centre", _SEE, type)
        for type in ("Practitioner", "PractitionerRole")
    ),
    *(
        Rule(f"what is taught is open at work: {role}", role, _SEE, "TeachingSession")
        for role in ("planner", "county-officer", "consultation-centre")
    ),
)  # fmt: skip
