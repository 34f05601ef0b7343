"""Who sees what of emergencies. What the parties of a workflow may do follows from its declaration; the rest is here:
offices see their area, plans and who is on duty are open at work, a team's absences are its own and the offices'."""

from tongmai.model.rule import Rule, Verb

_SEE: frozenset[Verb] = frozenset({"read", "search"})
_KEEP: frozenset[Verb] = frozenset({"read", "search", "write"})
_BY_AREA = ("EmergencyEvent", "CallOut", "TeamAbsence", "DutyShift", "DutyGap", "EmergencyDrill")
_OFFICIAL = ("Practitioner", "PractitionerRole")
_WORK = {"gap": "DutyGap", "fever": "FeverCase"}
_WORKING = ("planner", "county-officer", "clinician", "specialist", "team-leader", "duty-office")

RULES = (
    *(Rule(f"the planner sees emergencies: {type}", "planner", _SEE, type) for type in (*_BY_AREA, "FeverCase")),
    *(Rule(f"a county sees emergencies of its area: {type}", "county-officer", _SEE, f"{type}?area={{actor.area}}")
      for type in (*_BY_AREA, "FeverCase")),
    Rule("a team sees what it is called out for", "team-leader", _SEE, "EmergencyEvent?area={actor.area}"),
    *(Rule(f"the planner follows {flow}", "planner", _SEE, f"Task?code=urn:tongmai:workflow|emergency.{flow}")
      for flow in _WORK),
    *(Rule(f"a county follows {flow} of its area", "county-officer", _SEE,
           f"Task?code=urn:tongmai:workflow|emergency.{flow}&focus:{type}.area={{actor.area}}")
      for flow, type in _WORK.items()),
    Rule("a team follows what it is called out for", "team-leader", _SEE,
         "Task?code=urn:tongmai:workflow|emergency.event&focus:EmergencyEvent.area={actor.area}"),
    Rule("a team sees its absences", "team-leader", _SEE, "TeamAbsence?team=Organization/{actor.organization}"),
    *(Rule(f"plans are open at work: {role}", role, _SEE, "PlanDefinition") for role in _WORKING),
    *(Rule(f"who is on duty is open at work: {role}", role, _SEE, "DutyShift")
      for role in ("clinician", "specialist", "team-leader", "duty-office")),
    *(Rule(f"the register is open at work: {role}, {type}", role, _SEE, type)
      for role in ("team-leader", "duty-office") for type in _OFFICIAL),
    Rule("a house keeps its rota", "duty-office", _KEEP, "DutyShift?institution=Organization/{actor.organization}"),
    *(Rule(f"the planner keeps rotas and plans: {type}", "planner", _KEEP, type)
      for type in ("DutyShift", "PlanDefinition")),
    *(Rule(f"a county keeps rotas and plans of its area: {type}", "county-officer", _KEEP,
           f"{type}?area={{actor.area}}") for type in ("DutyShift", "PlanDefinition")),
)  # fmt: skip
