"""A `pick`: people type the code, the words, or the pinyin or its initials; one of the options is meant."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from tongmai.base.outcome import refuse
from tongmai.clients.web.cells import say
from tongmai.fhir.pinyin import forms
from tongmai.model.blocks import Field

_MOST = 6  # options named in a refusal


def picked(field: Field, text: str, options: Sequence[tuple[str, Any]]) -> str:
    """The value of the option that is meant: by its code, its words, its initials or its pinyin, whole before beginning
    before part. Refused (code), naming the field: none, or several that fit as well."""
    wanted = text.casefold().strip()
    told = [(value, [value.casefold(), *_words(words)]) for value, words in options]
    for fits in (lambda said: wanted == said, lambda said: said.startswith(wanted), lambda said: wanted in said):
        found = [value for value, ways in told if any(fits(way) for way in ways)]
        if len(found) == 1:
            return found[0]
        if found:
            near = [say(words, "zh") for value, words in options if value in found][:_MOST]
            raise refuse(
                "code", f"有多个选项符合：{text}", f"several fit: {text}", where=field.name,
                remedy=(f"请选定：{'、'.join(near)}", f"choose one: {', '.join(near)}"),
            )  # fmt: skip
    raise refuse(
        "code", f"选项中没有：{text}", f"not among the options: {text}", where=field.name,
        remedy=("请输入名称、编码或拼音首字母", "type the name, the code or pinyin initials"),
    )  # fmt: skip


def _words(words: Any) -> list[str]:
    zh, en = say(words, "zh"), say(words, "en")
    return [zh.casefold(), en.casefold(), *(way for form in forms(zh) for way in form)]


def label(value: str, words: Any, language: str) -> str:
    """What stands beside an option while people type: its code and its initials."""
    zh = say(words, "zh")
    short = _initials(zh)
    return f"{value} {short}" if language == "zh" else f"{value} {zh} {short}"


@lru_cache(maxsize=4096)
def _initials(zh: str) -> str:
    """The initials of an option's words: a list of diseases is offered again and again."""
    return " ".join(initials for _, initials in forms(zh))
