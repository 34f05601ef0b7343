"""Names of invented people. They are put together from common syllables and stand for nobody."""

from pathlib import Path
from random import Random

from tongmai.model.entry import read_yaml

_TABLE = read_yaml(Path(__file__).parent / "names.yaml")
_SYLLABLES: dict[str, tuple[str, ...]] = {part: tuple(words.split()) for part, words in _TABLE.items()}
LONG_SHARE = 0.16


def name_for(chance: Random, gender: str) -> str:
    """A name for a `female` or `male` person. Whose custom a name follows is chance and is kept nowhere."""
    group = "women" if gender == "female" else "men"
    if chance.random() < LONG_SHARE:
        return f"{chance.choice(_SYLLABLES[f'long_{group}'])}·{chance.choice(_SYLLABLES['fathers'])}"
    length = 1 if chance.random() < 0.3 else 2
    given = "".join(chance.choice(_SYLLABLES[group]) for _ in range(length))
    return chance.choice(_SYLLABLES["surnames"]) + given
