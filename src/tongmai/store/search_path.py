"""The name of a search parameter as a client writes it, to a filter: modifiers, typed chains, `_has`.

Source: FHIR R4 search 3.1.1.4.11 (chained parameters) and 3.1.1.4.12 (reverse chaining).
"""

from tongmai.base.outcome import refuse
from tongmai.store.meaning import known_parameter
from tongmai.store.query import Filter, Hop
from tongmai.store.terms import Parameters
from tongmai.store.values import targets

HAS = "_has"


def filter_of(definitions: Parameters, type: str, name: str, values: tuple[str, ...]) -> Filter:
    """`name` with its chain and modifier. Refused: a link that is none, or one that leaves open where it leads."""
    chain: list[Hop] = []
    rest = name
    while True:
        if rest.startswith(f"{HAS}:"):
            hop, rest = _back(rest, name)
        else:
            head, dot, tail = rest.partition(".")
            if not dot:
                break
            hop, rest = _forward(definitions, type, head, name), tail
        chain.append(hop)
        type = hop.target
    plain, _, modifier = rest.partition(":")
    return Filter(plain, values, modifier, tuple(chain))


def _back(text: str, whole: str) -> tuple[Hop, str]:
    """`_has:Source:link:rest`."""
    parts = text.split(":", 3)
    if len(parts) != 4 or "" in parts:
        raise refuse("value", f"_has 写法有误：{whole}", f"_has is not well written: {whole}", where=whole,
                     remedy=("写作 _has:类型:引用参数:参数", "write _has:Type:reference:parameter"))  # fmt: skip
    _, source, link, rest = parts
    return Hop(link, source, back=True), rest


def _forward(definitions: Parameters, type: str, head: str, whole: str) -> Hop:
    link, _, target = head.partition(":")
    if target and target not in definitions.types:
        raise refuse("unsupported", f"没有资源类型 {target}", f"no resource type {target}", where=whole)
    return Hop(link, target or _only_target(definitions, type, link, whole))


def _only_target(definitions: Parameters, type: str, link: str, whole: str) -> str:
    parameter = known_parameter(definitions, type, link)
    if parameter.type != "reference":
        raise refuse("unsupported", f"{link} 不是引用参数", f"{link} is not a reference", where=link)
    able = targets(parameter, definitions)
    if len(able) == 1:
        return able[0]
    listed = ", ".join(f"{link}:{target}" for target in able[:8])
    raise refuse("unsupported", "链式检索须写明目标类型", "a chain must name the target type", where=whole,
                 remedy=(f"写作其中之一：{listed}", f"write one of: {listed}"))  # fmt: skip
