"""Who sees cards and signals. What the parties of a step may do follows from its declaration; the rest is here."""

from tongmai.model.rule import Rule, Verb

_SEE: frozenset[Verb] = frozenset({"read", "search"})

RULES = (
    *(
        Rule(f"who reports sees the own institution's cards: {role}", role, _SEE,
             "DiseaseCard?unit=Organization/{actor.organization}")
        for role in ("clinician", "specialist")
    ),
    Rule("a county reviews the cards of its area", "county-officer", _SEE, "DiseaseCard?area={actor.area}"),
    Rule("the planner reviews every card", "planner", _SEE, "DiseaseCard"),
    Rule("a county answers the signals of its area", "county-officer", _SEE, "EpidemicSignal?area={actor.area}"),
    Rule("the planner sees every signal", "planner", _SEE, "EpidemicSignal"),
)  # fmt: skip
