"""The phrases of the templates in both languages, by key. Words of rooms stand in their declarations."""

import string
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from tongmai.base.words import Words
from tongmai.model.entry import read_yaml

_FILE = Path(__file__).with_name("messages.yaml")


@cache
def read_messages(path: Path = _FILE) -> Mapping[str, Words]:
    """Key to words, read once. ValueError names a key that is not said in two languages (a comma cuts a text without
    quotes), or whose two languages do not fill the same placeholders."""
    rows = read_yaml(path)
    if cut := [key for key, row in rows.items() if set(row) != {"zh", "en"}]:
        raise ValueError(f"{path.name}: {', '.join(cut)}: zh and en are expected, and quotes where a comma stands")
    messages = {key: Words(row["zh"], row["en"]) for key, row in rows.items()}
    for key, words in messages.items():
        if placeholders(words.zh) != placeholders(words.en):
            raise ValueError(f"{path.name}: {key} fills different placeholders in its two languages")
    return messages


def placeholders(text: str) -> frozenset[str]:
    """The names between braces."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name)


def phrase(messages: Mapping[str, Words], language: str, key: str, **values: object) -> str:
    """A phrase filled in. KeyError for a key that nobody wrote."""
    return messages[key].in_language(language).format(**values)
