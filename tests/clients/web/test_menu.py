"""A long menu: what does not stand in the bar unfolds, and where one is stands in the bar."""

import pytest

from tongmai.base.words import Words
from tongmai.clients.web.site import IN_THE_BAR, Entry, folded


def menu(many: int, here: int) -> list[Entry]:
    return [Entry(Words(str(place), str(place)), f"/{place}", place == here) for place in range(many)]


@pytest.mark.parametrize("many", [1, IN_THE_BAR, IN_THE_BAR + 1])
def test_one_entry_more_is_not_folded(many: int) -> None:
    assert folded(menu(many, 0)) == (menu(many, 0), [])


@pytest.mark.parametrize("here", [0, IN_THE_BAR - 1, IN_THE_BAR, 19])
def test_the_present_entry_stands_in_the_bar_and_none_is_lost(here: int) -> None:
    shown, more = folded(menu(20, here))
    assert len(shown) == IN_THE_BAR
    assert [one.href for one in shown if one.on] == [f"/{here}"]
    assert {one.href for one in (*shown, *more)} == {one.href for one in menu(20, here)}
    assert len(more) == 20 - IN_THE_BAR
