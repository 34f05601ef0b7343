"""Text in the two languages of the house, Chinese first."""

from typing import NamedTuple


class Words(NamedTuple):
    """A phrase in Chinese and English; `in_language` picks one."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        """The phrase for a language tag: Chinese for `zh…`, English for everything else."""
        return self.zh if language.startswith("zh") else self.en


NO_WORDS = Words("", "")
