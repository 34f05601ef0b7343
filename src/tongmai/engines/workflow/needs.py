"""What a step asks for: the form's fields, each checked and given its type; then the room's conditions."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from tongmai.base.outcome import Issue, Refused
from tongmai.base.words import Words
from tongmai.fhir.references import parse_reference
from tongmai.model.workflow import Need, Step

Condition = Callable[[Mapping[str, Any], Mapping[str, Any], date], Sequence[Issue]]
"""A condition of a room's rules: (focus, fields, today) -> issues; none means it holds."""

Sight = Callable[[Mapping[str, Any]], Mapping[str, Any]]


def checked(
    step: Step, fields: Mapping[str, Any], focus: Mapping[str, Any], today: date,
    functions: Mapping[str, Callable[..., Any]], look: Sight = lambda typed: {},
) -> dict[str, Any]:  # fmt: skip
    """The fields with their types, and what the step derives. `look`: from the typed fields to what the conditions see
    besides. Refused with every issue, each at its field: required, value, code, rule."""
    typed, issues = _read(step, fields)
    beside = look(typed) if not issues else {}
    if not issues:
        issues += _conditions(step, focus, {**typed, **beside}, today, functions)
    if issues:
        raise Refused(tuple(issues))
    for one in step.derives:
        typed |= functions[one.function](focus, {**typed, **beside}, today)
    return typed


def objections(
    step: Step, fields: Mapping[str, Any], focus: Mapping[str, Any], today: date,
    functions: Mapping[str, Callable[..., Any]], look: Sight = lambda typed: {},
) -> list[Issue]:  # fmt: skip
    """What is wrong with the fields of a step while the record it is about is not whole yet: whoever sends both at once
    is told of both at once. A condition that asks for what the record lacks is passed over."""
    typed, issues = _read(step, fields)
    if issues:
        return issues
    try:
        seen = {**typed, **look(typed)}
    except (LookupError, Refused):
        return []
    for need in step.needs:
        if need.kind == "condition":
            with suppress(LookupError):
                issues += functions[need.name](focus, seen, today)
    return issues


def _read(step: Step, fields: Mapping[str, Any]) -> tuple[dict[str, Any], list[Issue]]:
    """The fields with their types, and what is missing, too long, unreadable or not asked for."""
    typed: dict[str, Any] = {}
    asked = [need for need in step.needs if need.kind != "condition"]
    strange = sorted(name for name in set(fields) - {need.name for need in asked} if not _empty(fields[name]))
    unasked = Words("这一步没有此项", "the step does not ask for this")
    issues = [Issue("unsupported", unasked, where=name) for name in strange]
    for need in asked:
        given = fields.get(need.name)
        if _empty(given):
            if need.required:
                words = Words(f"请填写{need.title.zh}", f"give {need.title.en}")
                issues.append(Issue("required", words, where=need.name))
            continue
        if too_long := _too_long(need, given):
            issues.append(too_long)
            continue
        try:
            typed[need.name] = _typed(need, given)
        except (ValueError, InvalidOperation):
            issues.append(_wrong(need, given))
    return typed, issues


def beforehand(
    step: Step, fields: Mapping[str, Any], focus: Mapping[str, Any], today: date,
    functions: Mapping[str, Callable[..., Any]], look: Sight = lambda typed: {},
) -> list[Issue]:  # fmt: skip
    """What the conditions that some need `asks` say of what is filled in so far; what is missing or cannot be read is
    passed over."""
    typed: dict[str, Any] = {}
    for need in step.needs:
        given = fields.get(need.name)
        if need.kind == "condition" or _empty(given):
            continue
        try:
            typed[need.name] = _typed(need, given)
        except (ValueError, InvalidOperation):
            continue
    names = dict.fromkeys(need.asks for need in step.needs if need.asks and need.name in typed)
    seen = {**typed, **look(typed)} if names else typed
    return [issue for name in names for issue in functions[name](focus, seen, today)]


def _conditions(
    step: Step, focus: Mapping[str, Any], typed: Mapping[str, Any], today: date, functions: Mapping[str, Condition]
) -> list[Issue]:
    named = [need.name for need in step.needs if need.kind == "condition"]
    return [issue for name in named for issue in functions[name](focus, typed, today)]


def _empty(value: Any) -> bool:
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def _too_long(need: Need, given: Any) -> Issue | None:
    if not need.longest or not isinstance(given, str) or len(given.strip()) <= need.longest:
        return None
    words = Words(f"{need.title.zh}最多 {need.longest} 个字", f"{need.title.en}: at most {need.longest} characters")
    return Issue("value", words, where=need.name, remedy=Words("请缩短", "shorten it"))


def _wrong(need: Need, given: Any) -> Issue:
    kinds = {
        "date": Words("应为日期，如 2025-06-30", "a day, such as 2025-06-30"),
        "number": Words("应为数字", "a number"),
        "code": Words("不在选项内", "one of the options"),
        "reference": Words("应为一条记录，如 Organization/1", "a record, such as Organization/1"),
    }
    said = kinds.get(need.kind, Words("应为文字", "a text"))
    words = Words(f"{need.title.zh}{said.zh}：{given}", f"{need.title.en} must be {said.en}: {given}")
    return Issue("code" if need.kind == "code" else "value", words, where=need.name)


def _typed(need: Need, given: Any) -> Any:
    if need.kind == "evidence":
        return [_line(one) for one in (given if isinstance(given, list | tuple) else [given])]
    if need.kind == "number":
        return _number(given)
    if need.kind == "reference":
        return _reference(given)
    text = _line(given)
    if need.kind == "date":
        return date.fromisoformat(text).isoformat()
    if need.kind == "code" and need.options and text not in {code for code, _ in need.options}:
        raise ValueError(text)
    return text


def _line(given: Any) -> str:
    if not isinstance(given, str):
        raise ValueError(given)
    return given.strip()


def _number(given: Any) -> int | Decimal:
    if isinstance(given, bool):
        raise ValueError(given)
    number = Decimal(str(given).strip())
    if not number.is_finite():
        raise ValueError(given)
    return int(number) if number == number.to_integral_value() and "." not in str(given) else number


def _reference(given: Any) -> dict[str, Any]:
    text = given.get("reference", "") if isinstance(given, dict) else _line(given)
    if not parse_reference(text).id:
        raise ValueError(given)
    return {"reference": text}
