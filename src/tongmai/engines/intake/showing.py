"""How a value stands in a list, and whether a cell still says it."""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from tongmai.base.words import Words
from tongmai.engines.intake.grid import Cell, Value, number_text, value_text
from tongmai.engines.intake.moments import same_moment, shown_moment
from tongmai.engines.intake.names import Directories
from tongmai.engines.intake.texts import likeness, plain
from tongmai.model.sheet import Column

Codes = tuple[tuple[str, Words], ...]
_WHOLE_LIMIT = 10**15  # a spreadsheet keeps fifteen digits


def shown(column: Column, value: Any, directories: Directories) -> Value:
    """What stands in the cell for a value: words for codes, names for ids, a date for a full day."""
    if value is None:
        return None
    if column.kind == "code":
        return _code_word(column, str(value))
    if column.directory:
        known = directories.get(column.directory)
        return known.shown(str(value)) if known is not None else str(value)
    if column.kind == "yes_no":
        return {True: "是", False: "否"}.get(value, str(value))
    if column.kind == "day":
        return _day(str(value))
    if column.kind == "moment":
        return shown_moment(str(value))
    if column.kind in ("integer", "decimal") and isinstance(value, int | float) and not isinstance(value, bool):
        return float(number_text(value)) if abs(value) < _WHOLE_LIMIT else number_text(value)
    return value if isinstance(value, str) else value_text(value)


def shown_text(column: Column, value: Any, directories: Directories) -> str:
    """The same as one line of text."""
    return plain(value_text(shown(column, value, directories)))


def _code_word(column: Column, code: str) -> str:
    return _words_of(column.codes).get(code, code)


@lru_cache(maxsize=256)
def _words_of(codes: Codes) -> Mapping[str, str]:
    """The word that stands for each code; the code itself where two share a word or a word is another's code."""
    forms = [likeness(words.zh) for _, words in codes]
    taken = {likeness(code) for code, _ in codes}
    found = {}
    for (code, words), form in zip(codes, forms, strict=True):
        alone = forms.count(form) == 1 and form not in taken - {likeness(code)}
        found[code] = words.zh if alone else code
    return found


def _day(text: str) -> Value:
    """Days that a spreadsheet can hold become dates; partial and old ones stay text."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text) and text >= "1901":
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    return text


def untouched(column: Column, cell: Cell, value: Any, directories: Directories) -> bool:
    """Whether the cell says just what an exported list says for this value."""
    if cell.trouble or cell.percent:
        return False
    return plain(value_text(cell.value)) == shown_text(column, value, directories)


def equal(column: Column, one: Any, other: Any) -> bool:
    """Whether two values of a column are the same to a person."""
    if one is None or other is None:
        return (one is None or plain(str(one)) == "") and (other is None or plain(str(other)) == "")
    if isinstance(one, int | float) and isinstance(other, int | float):
        return isinstance(one, bool) == isinstance(other, bool) and number_text(one) == number_text(other)
    if column.kind == "moment" and same_moment(str(one), str(other)):
        return True
    return plain(str(one)) == plain(str(other))
