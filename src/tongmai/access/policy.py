from dataclasses import dataclass

from tongmai.base.words import Words


@dataclass(frozen=True, slots=True)
class Explanation:
    """`allowed` by `rule`; or not, because of `words`, and `would` names the rules that grant it to others."""

    allowed: bool
    rule: str
    words: Words
    would: tuple[str, ...] = ()
