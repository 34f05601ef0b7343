"""Who sees requests and reports. What the parties of a request may do follows from its steps; the rest is here."""

from tongmai.model.rule import InCircle, Rule, Verb

_SEE: frozenset[Verb] = frozenset({"read", "search"})
_READING = InCircle(("diagnostics",))
_READERS = ("centre-reader", "specialist")

RULES = (
    *(Rule(f"who reads a test knows whose it is: {role}", role, _SEE, "Patient", where=_READING) for role in _READERS),
    *(Rule(f"who reads a test sees earlier reports: {role}", role, _SEE, "DiagnosticReport", where=_READING)
      for role in _READERS),
    *(Rule(f"a centre sees what it reported: {role}", role, _SEE,
           "DiagnosticReport?performer=Organization/{actor.organization}") for role in _READERS),
    Rule("who asked for a test sees its report", "clinician", _SEE,
         "DiagnosticReport?based-on:ServiceRequest.requester=Organization/{actor.organization}"),
    *(Rule(f"who reads tests knows the institutions at work: {type}", "centre-reader", _SEE, type)
      for type in ("Practitioner", "PractitionerRole")),
)  # fmt: skip
