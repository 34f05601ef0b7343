"""The resident's own look at the record: once a month it counts, and whoever registered the resident is asked. Pure."""

from datetime import date
from typing import Any

from tongmai.base.outcome import Issue
from tongmai.base.words import Words
from tongmai.domains.residents.rules.registering import Json


def checked_this_month(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition: the resident has not said this month already that the record is right."""
    own = str(focus["subject"]["reference"])
    month = f"{today:%Y-%m}"
    said = [one for one in fields["checks"] if one["subject"]["reference"] == own and one.get("right") == "yes"]
    if not any(str(one["on"]).startswith(month) for one in said):
        return []
    remedy = Words(
        "下月再核对；发现有误的，随时可以提出", "check again next month; what is wrong can be said at any time"
    )
    return [Issue("rule", Words("本月已经核对过", "it was checked this month"), "right", "once a month", remedy)]


def owner_is_registered(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition: there is a record to be checked."""
    if fields["persons"]:
        return []
    remedy = Words("请携带身份证到就近的卫生院建档", "take your identity card to the nearest township hospital")
    return [Issue("rule", Words("还没有您的健康档案", "you have no record here yet"), "right", "one's own", remedy)]


def check_goes_to(focus: Json, fields: Json, today: date) -> dict[str, Any]:
    """Who is asked: the institution that registered the resident, where it is known, and the resident's home."""
    own = str(focus["subject"]["reference"]).rpartition("/")[2]
    person: Json = next((one for one in fields["persons"] if one["id"] == own), {})
    village = (one["valueCode"] for one in person.get("extension", ()) if one.get("url") == "urn:tongmai:village")
    told = {"asked": person.get("managingOrganization"), "home": next(village, None)}
    return {name: value for name, value in told.items() if value}
