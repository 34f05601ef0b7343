"""Bodies: strict JSON. What two readers could take differently is refused here, before anybody decides by it."""

import json
from typing import Any

from tongmai.base.outcome import refuse

DEEPEST = 128  # levels of JSON; each level of FHIR takes one or two


def parsed(content: bytes) -> dict[str, Any]:
    """A JSON object in UTF-8. Refused (structure): anything else, and what `sound` refuses."""
    value = sound(content)
    if not isinstance(value, dict):
        raise refuse("structure", "应为一个 JSON 对象", "a JSON object is wanted", where="body")
    return value


def expect_type(said: object, type: str) -> None:
    """Refused (invalid): a body of another type than its address."""
    if said != type:
        raise refuse("invalid", f"资源类型应为 {type}", f"the body must be a {type}", where="resourceType")


def sound(content: bytes) -> Any:
    """JSON in UTF-8. Refused (structure): anything else, a name given twice, a number that is none, text that is no
    text, nesting beyond `DEEPEST`."""
    try:
        value = json.loads(
            content.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_number, parse_float=_finite
        )
    except UnicodeDecodeError as error:
        raise refuse("structure", "不是 UTF-8 文本", "not UTF-8", where="body") from error
    except RecursionError as error:
        raise _too_deep() from error
    except ValueError as error:
        raise refuse("structure", f"不是合规的 JSON：{error}", f"not sound JSON: {error}", where="body") from error
    if b"\\u" in content:
        _sound(value)
    else:
        _not_too_deep(value)
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"{next(name for name in names if names.count(name) > 1)!r} is given twice")
    return found


def _no_number(text: str) -> float:
    raise ValueError(f"{text} is no number")


def _finite(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise ValueError(f"{text} is out of range")
    return number


def _not_too_deep(value: Any) -> None:
    """The depth alone: without an escape no text in sound UTF-8 holds half a character."""
    level, depth = [value] if isinstance(value, dict | list) else [], 0
    while level:
        depth += 1
        if depth > DEEPEST:
            raise _too_deep()
        inner = (one.values() if one.__class__ is dict else one for one in level)
        level = [part for parts in inner for part in parts if part.__class__ is dict or part.__class__ is list]


def _sound(value: Any) -> None:
    """Level by level: not too deep, and every text encodable (a half of a surrogate pair is none)."""
    level, depth = [value] if isinstance(value, dict | list) else [], 0
    while level:
        depth += 1
        if depth > DEEPEST:
            raise _too_deep()
        below: list[Any] = []
        for one in level:
            inner = [*one, *one.values()] if isinstance(one, dict) else one
            for part in inner:
                if isinstance(part, dict | list):
                    below.append(part)
                elif isinstance(part, str) and not part.isascii():
                    _encodable(part)
        level = below


def _encodable(text: str) -> None:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise refuse("structure", "含有不完整的字符", "half a character", where="body") from error


def _too_deep() -> Exception:
    return refuse("structure", f"嵌套超过 {DEEPEST} 层", f"nested deeper than {DEEPEST}", where="body")
