"""Who may read and write the registry, in plain words.

What an institution is, offers, holds and owns is public within the house, and so is who works there with which licence:
these are registers that the law makes public. Writing goes by area.
"""

from tongmai.model.rule import Rule, Verb

_SEE: frozenset[Verb] = frozenset({"read", "search"})
_KEEP: frozenset[Verb] = frozenset({"read", "search", "write"})
_OPEN = ("Organization", "OrganizationAffiliation", "HealthcareService", "Location")
_OFFICIAL = ("Certificate", "Device", "Practitioner", "PractitionerRole", "Post")
_WORKING = ("planner", "county-officer", "headquarters", "clinician", "referral-centre", "specialist")
_BY_AREA = {
    "Organization": "Organization?village={actor.area}",
    "OrganizationAffiliation": "OrganizationAffiliation?participating-organization:Organization.village={actor.area}",
    "HealthcareService": "HealthcareService?organization:Organization.village={actor.area}",
    "Location": "Location?organization:Organization.village={actor.area}",
    "Device": "Device?organization:Organization.village={actor.area}",
    "PractitionerRole": "PractitionerRole?organization:Organization.village={actor.area}",
    "Post": "Post?institution:Organization.village={actor.area}",
    "Certificate": "Certificate?area={actor.area}",
}

RULES = (
    *(Rule(f"what institutions are is open: {type}", "*", _SEE, type) for type in _OPEN),
    *(
        Rule(f"the register is open at work: {role}, {type}", role, _SEE, type)
        for role in _WORKING
        for type in _OFFICIAL
    ),
    *(Rule(f"the planner keeps its register: {type}", "planner", _KEEP, type) for type in (*_BY_AREA, "Practitioner")),
    *(
        Rule(f"a county keeps the register of its area: {type}", "county-officer", _KEEP, on)
        for type, on in _BY_AREA.items()
    ),
    # who a person is belongs to no area: their posts do
    Rule("a county enters the people who work", "county-officer", _KEEP, "Practitioner"),
    Rule(
        "an institution claims for itself",
        "headquarters",
        _KEEP,
        "Certificate?holder=Organization/{actor.organization}",
    ),
    Rule(
        "a township hospital claims for itself",
        "clinician",
        _KEEP,
        "Certificate?holder=Organization/{actor.organization}",
    ),
)
