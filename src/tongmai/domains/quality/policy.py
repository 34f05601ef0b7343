"""Who sees front pages, stays outside and the grouping. What the parties of a workflow may do follows from it."""

from tongmai.model.rule import Rule, Verb

_SEE: frozenset[Verb] = frozenset({"read", "search"})
_KEEP: frozenset[Verb] = frozenset({"read", "search", "write"})
_OWN = "FrontPage?institution=Organization/{actor.organization}"
_WORKERS = ("quality-centre", "quality-office", "record-room")

RULES = (
    Rule("the record room keeps its hospital's front pages", "record-room", _KEEP, _OWN),
    Rule("the quality office keeps its hospital's front pages", "quality-office", _KEEP, _OWN),
    Rule("the planner keeps what hospitals propose: FrontPage", "planner", _KEEP, "FrontPage"),
    Rule("a county sees the stays of its residents", "county-officer", _SEE, "FrontPage?home={actor.area}"),
    Rule("the insurer keeps the stays elsewhere of its area", "insurer", _KEEP, "OutsideStay?home={actor.area}"),
    Rule("the planner keeps what an insurer proposes: OutsideStay", "planner", _KEEP, "OutsideStay"),
    Rule("a county sees its residents' stays elsewhere", "county-officer", _SEE, "OutsideStay?home={actor.area}"),
    Rule("the planner keeps the grouping", "planner", _KEEP, "CaseGroup"),
    Rule("a quality centre proposes rows of the grouping", "quality-centre", _KEEP, "CaseGroup"),
    *(Rule(f"the grouping is open: {role}", role, _SEE, "CaseGroup")
      for role in ("quality-office", "record-room", "county-officer")),
    *(Rule(f"a county sees quality work of its area: {type}", "county-officer", _SEE, f"{type}?area={{actor.area}}")
      for type in ("QualityCycle", "SpecialtyBid")),
    *(Rule(f"the register is open at work: {role}, {type}", role, _SEE, type)
      for role in _WORKERS for type in ("Practitioner", "PractitionerRole", "Certificate")),
)  # fmt: skip
