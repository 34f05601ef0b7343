"""`_include` and `_revinclude` as a client writes them. Source: FHIR R4 search 3.1.1.5.4."""

from tongmai.base.outcome import refuse
from tongmai.store.meaning import known_parameter, no_parameter
from tongmai.store.query import Include
from tongmai.store.terms import Parameters

ALL = "*"
NAMES = ("_include", "_revinclude")
_AGAIN = ("iterate", "recurse")  # the second is what STU3 called it


def is_include(name: str) -> bool:
    """Whether a parameter asks for more than the matches."""
    return name.partition(":")[0] in NAMES


def include_of(definitions: Parameters, type: str, name: str, value: str) -> Include:
    """`Source:parameter[:Target]`; `Source:*` for all references of the source. Refused: a name that is none."""
    plain, _, modifier = name.partition(":")
    if modifier and modifier not in _AGAIN:
        raise refuse("unsupported", f"不支持修饰符 :{modifier}", f"the modifier :{modifier} is not supported",
                     where=name, remedy=("可用：:iterate", "use :iterate"))  # fmt: skip
    source, _, rest = value.partition(":")
    link, _, target = rest.partition(":")
    for one in (source, *([target] if target else [])):
        if one not in definitions.types:
            raise refuse("unsupported", f"没有资源类型 {one}", f"no resource type {one}", where=plain)
    if link != ALL:
        _refuse_other(definitions, source, link)
    return Include(source, link, target, plain == "_revinclude", bool(modifier))


def _refuse_other(definitions: Parameters, source: str, link: str) -> None:
    known = definitions.parameters(source)
    if link not in known or known_parameter(definitions, source, link).type != "reference":
        references = {code: one for code, one in known.items() if one.type == "reference"}
        raise no_parameter(source, link or "-", references)


def links(definitions: Parameters, include: Include) -> list[tuple[str, str]]:
    """(name under which the references stand, the one type they may point to or ""), each once."""
    known = definitions.parameters(include.source)
    names = [include.parameter]
    if include.parameter == ALL:
        names = [name for name, one in known.items() if one.type == "reference" and not one.alias_of]
    return [(known[name].rows_under, known[name].alias_target) for name in names]


def reached(definitions: Parameters, include: Include) -> frozenset[str]:
    """The types that an include may bring along."""
    if include.back:
        return frozenset({include.source})
    if include.target:
        return frozenset({include.target})
    found: set[str] = set()
    known = definitions.parameters(include.source)
    for name, one in known.items():
        if one.type == "reference" and include.parameter in (ALL, name):
            found |= {one.alias_target} if one.alias_target else set(one.targets or definitions.types)
    return frozenset(found)


def too_many(most: int) -> Exception:
    """The refusal of a page that would bring along more than it may: nothing is left out silently."""
    return refuse("too-large", f"一页附带的记录超过 {most} 条", f"a page would include more than {most} resources",
                  where="_include", remedy=("用更小的 _count", "take a smaller _count"))  # fmt: skip
