"""Who may find a resident, and who may read a record.

To find is not to read: a doctor finds whoever lives in the own area, and opens the record of whoever stands in the
circle of care. What was found is audited like what was read.
"""

from tongmai.model.rule import Compartment, InCircle, Rule, Verb

_SEE: frozenset[Verb] = frozenset({"read", "search"})
_FIND: frozenset[Verb] = frozenset({"search"})
_REGISTRARS = ("clinician", "referral-centre")
_FINDERS = (*_REGISTRARS, "record-keeper")

RULES = (
    Rule("one's own record", "resident", _SEE, Compartment("Patient"), where=InCircle(("self",))),
    *(
        Rule(f"who registered a resident, sees: {role}", role, _SEE, Compartment("Patient"),
             where=InCircle(("residents",)))
        for role in _REGISTRARS
    ),
    *(
        Rule(f"who lives in the area is found: {role}", role, _FIND, "Patient?village={actor.area}")
        for role in _FINDERS
    ),
    *(Rule(f"keepers of records know who works where: {type}", "record-keeper", _SEE, type)
      for type in ("Practitioner", "PractitionerRole")),
)  # fmt: skip
