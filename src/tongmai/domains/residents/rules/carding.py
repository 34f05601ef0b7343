"""The health card, and the three equal credentials at a visit: what opens, and what is said where nothing does. Pure.

A QR holds a token and nothing else. It opens one visit, within a few minutes, and only the last one that was shown.
Since the social insurance number of a citizen is the identity number (社会保险法 article 58), an insurance code says
either that number or the one recorded as such.
"""

from datetime import date, datetime, timedelta
from typing import Any

from tongmai.base.ids import digest
from tongmai.base.outcome import Issue
from tongmai.base.words import Words
from tongmai.domains.residents.rules.checking import check_goes_to
from tongmai.domains.residents.rules.registering import REAL, SOLE, SYNTHETIC, Json, plain
from tongmai.model.lists import room_table

SHOWN, INSURANCE = "urn:tongmai:shown-code", "urn:tongmai:insurance-code"
"""Systems of identifiers: of a visit, the digest of the token that opened it; of a resident, the insurance code."""
CARD = "health_card"
_RULES = room_table(__file__, "card_rules", "rule")
_SYSTEMS = {"insurance_code": (INSURANCE, REAL, SYNTHETIC), "identity_card": (REAL, SYNTHETIC)}
_SHOW_AGAIN = Words("请居民在“我的健康卡”重新出示；也可以出示医保码或身份证",
                    "ask the resident to show it anew under “My health card”, or take the insurance code or the "
                    "identity card")  # fmt: skip


def card_belongs(focus: Json, fields: Json, today: date) -> dict[str, Any]:
    """Who answers for the card: the institution that issues it, or, asked for by the resident, the one that registered
    the resident; and the resident's home."""
    told = check_goes_to(focus, fields, today)
    return {**told, "asked": focus["institution"]} if focus.get("institution") else told


def card_issued(focus: Json, fields: Json, today: date) -> dict[str, Any]:
    """The number of a new card: DZ, the day, eight characters of the record's id, which are chance."""
    return {"number": f"DZ{today:%Y%m%d}{str(focus['id'])[-8:].upper()}"}


def code_is_digest(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition: what is to be kept of a token is a digest, never the token."""
    given = str(fields["digest"])
    if len(given) == len(digest("")) and set(given) <= set("0123456789abcdef"):
        return []
    words = Words("应为二维码的摘要", "the digest of a token is expected")
    return [Issue("value", words, "digest", "a token is not kept",
                  Words("请在“我的健康卡”出示", "show the card under “My health card”"))]  # fmt: skip


def card_shown(focus: Json, fields: Json, today: date) -> dict[str, Any]:
    """Until when the token opens."""
    minutes = int((_RULES.find(today, rule="shown_minutes") or {"value": "0"})["value"])
    return {"until": (datetime.fromisoformat(str(fields["now"])) + timedelta(minutes=minutes)).isoformat()}


def credential_opens(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition: what was shown is one resident's, and opens now."""
    if fields["credential"] == CARD:
        return _code_opens(fields)
    bearers = _bearers(fields)
    if len(bearers) == 1:
        return []
    if bearers:
        remedy = Words("请先在“疑似重复档案”核实", "have them looked at under “Possible duplicates”")
        return [_refused("有两份档案登记了这个号码", "two records bear this number", remedy)]
    remedy = Words("请核对号码；未建档的先登记居民", "check the number; register whoever is not registered")
    return [_refused("没有登记此号码的居民", "nobody registered bears this number", remedy)]


def _code_opens(fields: Json) -> list[Issue]:
    own = digest(str(fields["code"]))
    card: Json | None = next((one for one in fields["cards"] if one.get("digest") == own), None)
    if fields["spent"]:
        return [_refused("这个二维码已经用过一次", "this QR was used already", _SHOW_AGAIN)]
    if card is None:
        return [_refused("不是当前有效的健康卡二维码", "this is no QR that is shown now", _SHOW_AGAIN)]
    if card.get("state") != "active":
        words = Words(
            "请居民补领新卡；现在可以出示医保码或身份证",
            "the resident asks for another card; the insurance code or the identity card serves now",
        )
        return [_refused("这张卡已挂失", "this card was reported lost", words)]
    if datetime.fromisoformat(str(fields["now"])) >= datetime.fromisoformat(str(card["until"])):
        return [_refused("这个二维码已过期", "this QR is past its time", _SHOW_AGAIN)]
    return []


def _refused(zh: str, en: str, remedy: Words) -> Issue:
    return Issue("rule", Words(zh, en), "code", "a credential opens one visit of its resident", remedy)


def _bearers(fields: Json) -> list[str]:
    """The residents that bear a number, each by the record that stands: a closed one names it."""
    number, systems = plain(str(fields["code"])), _SYSTEMS[fields["credential"]]
    found = {
        _standing(one)
        for one in fields["numbered"]
        if any(own.get("system") in systems and plain(str(own.get("value", ""))) == number
               for own in one.get("identifier", ()))
    }  # fmt: skip
    return sorted(found)


def _standing(resident: Json) -> str:
    links = (one["other"]["reference"] for one in resident.get("link", ()) if one.get("type") == "replaced-by")
    kept = next(links, None) if not resident.get("active", True) else None
    return str(kept).rpartition("/")[2] if kept else str(resident["id"])


def credential_shown(focus: Json, fields: Json, today: date) -> dict[str, Any]:
    """Whose visit it is; of a token its digest, by which the visit is the only one that it opened."""
    if fields["credential"] != CARD:
        return {"person": _bearers(fields)[0]}
    own = digest(str(fields["code"]))
    card = next(one for one in fields["cards"] if one.get("digest") == own)
    return {
        "person": str(card["subject"]["reference"]).rpartition("/")[2],
        "identifiers": [{"system": SHOWN, "value": own}],
        # The store finds it as it writes, and refuses where there are two: of two visits at once one is refused.
        "once": {"url": SOLE, "valueReference": {"reference": f"Encounter?identifier={SHOWN}|{own}"}},
    }
