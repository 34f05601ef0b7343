"""A resident opens the own record and says whether it is right; what is wrong is answered."""

from datetime import timedelta

from tests.domains.residents.conftest import Visit
from tests.domains.residents.town import WANG

from tongmai.house import House


def checks(house: House) -> list[dict[str, object]]:
    return [one.resource() for one in house.store.current("RecordCheck")]


def test_once_a_month_it_counts(visit: Visit, house: House) -> None:
    me = visit("resident").open("/my-record")
    assert "还没有核对过" in me.text
    me.send("/my-record", _act="record-right")
    (one,) = checks(house)
    assert (one["subject"], one["on"], one["right"]) == ({"reference": f"Patient/{WANG}"}, "2025-06-30", "yes")
    again = me.open("/my-record").send("/my-record", _act="record-right")
    assert "本月已经核对过" in again.text
    assert len(checks(house)) == 1
    house.clock.at += timedelta(days=1)  # type: ignore[attr-defined]
    me.open("/my-record").send("/my-record", _act="record-right")
    assert len(checks(house)) == 2


def test_what_is_wrong_is_answered_by_the_keeper(visit: Visit, house: House) -> None:
    me = visit("resident").open("/my-record")
    me.send("/my-record", _act="record-wrong", text="")
    assert "请填写哪里有误" in me.text
    me.open("/my-record").send("/my-record", _act="record-wrong", text="电话不是我的")
    place = me.at
    assert "待更正或答复" in me.text
    keeper = visit("record-keeper").open("/")
    assert "本人核对档案" in keeper.text
    keeper.open(place)
    assert keeper.status == 200
    keeper.step("answer", _act="answer", answer="已更正电话")
    assert "已更正电话" in visit("resident").open(place).text
    assert visit("specialist").open(place).status == 403


def test_a_look_writes_nothing(visit: Visit, house: House) -> None:
    before = house.store.last_change()
    visit("resident").open("/my-record").open("/my-record/looked")
    assert house.store.last_change() == before
