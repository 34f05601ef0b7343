"""Who sees what of supervision. What the parties of a workflow may do follows from its declaration; what is published
is open, what is not yet published is not."""

from tongmai.model.rule import Rule, Verb

_SEE: frozenset[Verb] = frozenset({"read", "search"})
_KEEP: frozenset[Verb] = frozenset({"read", "search", "write"})
_OFFICIAL = ("Certificate", "Practitioner", "PractitionerRole")
_RANKINGS = ("RankingRound", "Task?code=urn:tongmai:workflow|supervision.ranking")
_BY_AREA = ("DrawPlan", "CentralTask", "Inspection", "InterestTie", "Grading")

RULES = (
    Rule("a draw is public", "*", _SEE, "Draw"),
    Rule("a ranking is public", "*", _SEE, "Ranking"),
    Rule("results are public once they are published", "*", _SEE, "Inspection?state=mending,mended,case,closed"),
    *(Rule(f"the planner sees supervision: {type}", "planner", _SEE, type)
      for type in (*_BY_AREA, "Complaint")),
    *(Rule(f"{role} sees supervision of its area: {type}", role, _SEE, f"{type}?area={{actor.area}}")
      for role in ("supervisor", "county-officer") for type in (*_BY_AREA, "Complaint")),
    *(Rule(f"the commission follows rankings: {role}, {on[:4]}", role, _SEE, on)
      for role in ("planner", "county-officer") for on in _RANKINGS),
    Rule("the supervisor proposes central lists of the area", "supervisor", _KEEP, "CentralTask?area={actor.area}"),
    Rule("the planner keeps the central lists", "planner", _KEEP, "CentralTask"),
    *(Rule(f"the register is open at work: {role}, {type}", role, _SEE, type)
      for role in ("supervisor", "association", "institution-head") for type in _OFFICIAL),
)  # fmt: skip
