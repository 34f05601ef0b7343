"""Reading a mapping of a YAML file strictly: what is missing, of another type or not known is named with its place."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from tongmai.base.words import Words

_Safe: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C parser where the wheel brings it: eight times faster


class _Strict(_Safe):  # type: ignore[misc]
    """A safe loader that refuses a key given twice."""


def _mapping(loader: _Strict, node: yaml.MappingNode) -> dict[Any, Any]:
    keys = [loader.construct_object(key, deep=True) for key, _ in node.value]
    twice = {str(key) for key in keys if keys.count(key) > 1}
    if twice:
        raise yaml.constructor.ConstructorError(None, None, f"given twice: {', '.join(sorted(twice))}", node.start_mark)
    return dict(zip(keys, (loader.construct_object(value, deep=True) for _, value in node.value), strict=True))


_Strict.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def read_yaml(path: Path) -> Any:
    """The content of a YAML file; ValueError names file and line."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_Strict)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ValueError(f"{path.name}: {error}") from error


class Entry:
    """One mapping of a file. Each value is taken once by name; `done` refuses whatever was not taken."""

    def __init__(self, where: str, values: Any) -> None:
        if not isinstance(values, Mapping) or not all(isinstance(key, str) for key in values):
            raise ValueError(f"{where}: expected names with values, found {values!r}")
        self.where = where
        self._values = dict(values)

    def fault(self, name: str, what: str) -> ValueError:
        return ValueError(f"{self.where}: {name} {what}")

    def take(self, name: str) -> Any:
        return self._values.pop(name, None)

    def text(self, name: str, default: str | None = None) -> str:
        """A text; without a default it is compulsory. A number or a day that YAML read as such is refused."""
        value = self.take(name)
        if value is None:
            if default is None:
                raise self.fault(name, "is missing")
            return default
        if not isinstance(value, str):
            raise self.fault(name, f"must be text (in quotes), not {value!r}")
        return value.strip()

    def choice(self, name: str, options: tuple[str, ...], default: str) -> Any:
        value = self.text(name, default)
        if value not in options:
            raise self.fault(name, f"must be one of {', '.join(options)}, not {value!r}")
        return value

    def words(self, name: str) -> Words | None:
        """`{zh: …, en: …}`, or None where it is absent."""
        value = self.take(name)
        if value is None:
            return None
        inner = Entry(f"{self.where} {name}", value)
        words = Words(inner.text("zh"), inner.text("en"))
        inner.done()
        return words

    def compulsory_words(self, name: str) -> Words:
        words = self.words(name)
        if words is None:
            raise self.fault(name, "is missing")
        return words

    def day(self, name: str) -> date | None:
        value = self.take(name)
        if isinstance(value, str):
            try:
                return date.fromisoformat(value)
            except ValueError as error:
                raise self.fault(name, f"is no day: {value!r}") from error
        if value is not None and type(value) is not date:
            raise self.fault(name, f"is no day: {value!r}")
        return value

    def truth(self, name: str, default: bool) -> bool:
        value = self.take(name)
        if value is None:
            return default
        if not isinstance(value, bool):
            raise self.fault(name, f"must be true or false, not {value!r}")
        return value

    def items(self, name: str) -> list[Any]:
        value = self.take(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self.fault(name, "must be a list")
        return value

    def inner(self, name: str) -> "Entry | None":
        value = self.take(name)
        return None if value is None else Entry(f"{self.where} {name}", value)

    def names(self) -> list[str]:
        """The names not yet taken."""
        return list(self._values)

    def done(self) -> None:
        if self._values:
            raise ValueError(f"{self.where}: not known: {', '.join(sorted(self._values))}")
