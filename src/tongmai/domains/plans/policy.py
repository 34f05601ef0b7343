"""Who sees plans' records. What parties of a workflow may do follows from its declaration; here is what goes beyond."""

from tongmai.model.rule import Rule, Verb

_SEE: frozenset[Verb] = frozenset({"read", "search"})
_KEEP: frozenset[Verb] = frozenset({"read", "search", "write"})  # the state itself is written by steps only
_LISTS = ("FundingLine", "MortalityYear")

RULES = (
    Rule("the planner keeps the reported values", role="planner", may=_KEEP, on="ReportedValue"),
    Rule("the planner sees every order", role="planner", may=_SEE, on="Order"),
    Rule("the planner sees every determination", role="planner", may=_SEE, on="Determination"),
    Rule("a county sees what was reported for it", role="county-officer", may=_SEE,
         on="ReportedValue?area={actor.area}"),
    Rule("a county sees the orders about it", role="county-officer", may=_SEE, on="Order?area={actor.area}"),
    Rule("how targets are read is open to counties", role="county-officer", may=_SEE, on="Determination"),
    Rule("how targets are read is open to communities", role="headquarters", may=_SEE, on="Determination"),
    Rule("a community sees what was reported for its county", role="headquarters", may=_SEE,
         on="ReportedValue?area={actor.area}"),
    Rule("a community sees the orders about its county", role="headquarters", may=_SEE, on="Order?area={actor.area}"),
    *(Rule(f"the planner sees projects and what was paid: {type}", "planner", _SEE, type)
      for type in ("Project", "FundingEntry")),
    *(Rule(f"the planner keeps the lists of funding and of deaths: {type}", "planner", _KEEP, type) for type in _LISTS),
    *(Rule(f"{role} sees the projects of the area", role, _SEE, "Project?area={actor.area}")
      for role in ("county-officer", "headquarters")),
    *(Rule(f"a house sees its own projects: {role}", role, _SEE,
           "Project?institution=Organization/{actor.organization}")
      for role in ("clinician", "specialist", "institution-head")),
    *(Rule(f"a county keeps its lists: {type}", "county-officer", _KEEP, f"{type}?area={{actor.area}}")
      for type in _LISTS),
    *(Rule(f"{role} sees what was paid in the area", role, _SEE, "FundingEntry?area={actor.area}")
      for role in ("county-officer", "headquarters")),
    *(Rule(f"a community sees the lists of its county: {type}", "headquarters", _SEE, f"{type}?area={{actor.area}}")
      for type in _LISTS),
    Rule("the planner keeps what counties send in: Arrangement", role="planner", may=_KEEP, on="Arrangement"),
    Rule("a county keeps the arrangements of its area", role="county-officer", may=_KEEP,
         on="Arrangement?area={actor.area}"),
    Rule("a community sees the arrangements of its county", role="headquarters", may=_SEE,
         on="Arrangement?area={actor.area}"),
    Rule("what was arranged is public once it is issued", role="*", may=_SEE,
         on="Arrangement?state=in-force,questioned,ended"),
)  # fmt: skip
