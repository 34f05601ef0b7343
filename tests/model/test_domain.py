"""What rooms may not have in common."""

import pytest

from tongmai.base.words import Words
from tongmai.model.domain import Domain, functions_of


def fits() -> bool:
    return True


def suits() -> bool:
    return False


def test_a_step_names_one_function_of_one_room() -> None:
    """Where two rooms had the same name, the later one's rule decided the steps of both."""
    words = Words("小", "small")
    one, other = (Domain(id, words, functions={"fits": fits}) for id in ("one", "other"))
    assert functions_of([one, other]) == {"fits": fits}
    third = Domain("third", words, functions={"fits": suits})
    with pytest.raises(ValueError, match="two rooms have a function fits: one and third"):
        functions_of([one, other, third])
