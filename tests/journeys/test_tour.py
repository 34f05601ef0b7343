"""The tour as a person walks it: the list on the page /tour is the list that is walked here."""

import pytest
from tests.journeys.browser import Reader

from tongmai.regions import region
from tongmai.story import tour

pytestmark = pytest.mark.journey


@pytest.mark.carries("A13", "A14", "A15", "A16", "A22", "D02", "D03")
def test_every_step_shows_what_the_tour_says(untouched: str, reader: Reader) -> None:
    steps = tour(region.named("changji"))
    assert len(steps) == 9
    reader.open(untouched)
    reader.click("马文博")
    for number, step in enumerate(steps):
        reader.goes("走查")
        reader.reads(step.text.zh)
        buttons = [one for one in reader.driver.find_elements("css selector", "main button") if "打开" in one.text]
        reader._press(buttons[number])
        assert "演示数据" in reader.text
        for words in step.expect:
            reader.reads(words.zh)
        for act in step.do:
            reader.does(act)
