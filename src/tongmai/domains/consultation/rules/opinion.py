"""The joint opinion: who sits, which wording counts, who signed it, when it may be closed.

The last wording counts. A signature stands for a seat, is given by somebody of the seat's institution, and for the
wording that stood then: a later wording is to be signed anew. Nobody signs for two seats. Nothing is taken away.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tongmai.base.outcome import Issue, wrong
from tongmai.base.words import Words
from tongmai.domains.consultation.rules.records import Json, Seat, kind_on, seat_of, seats, side, words_of
from tongmai.fhir.facts import named


def seat_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of an invitation: the seat is not taken yet."""
    seat = named(fields["institution"]), str(fields["specialty"])
    if seat in {seat_of(one) for one in focus.get("seat", ())}:
        return [wrong("specialty", "该机构的这一专科已在名单上", "that seat is on the list already")]
    return []


def seats_fit(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a date: enough seats, specialties and sides of medicine for the kind."""
    return _enough(focus, seats(focus), today)


def _enough(focus: Json, sitting: list[Seat], today: date) -> list[Issue]:
    row = kind_on(focus, today)
    if row is None:
        return [wrong("kind", "该会诊类型今天不在用", "the kind is not in use today")]
    issues = []
    if len(sitting) < int(row["seats"]):
        issues.append(wrong("seat", f"{row['zh']}至少 {row['seats']} 方参加，现有 {len(sitting)} 方",
                            f"{row['seats']} seats at least, there are {len(sitting)}"))  # fmt: skip
    elif len({specialty for _, specialty in sitting}) < int(row["specialties"]):
        issues.append(wrong("seat", f"{row['zh']}至少 {row['specialties']} 个专科",
                            f"{row['specialties']} specialties at least"))  # fmt: skip
    sides = {side(specialty) for _, specialty in sitting}
    if row["sides"] == "both" and not {"western", "chinese"} <= sides:
        issues.append(wrong("seat", f"{row['zh']}须中医、西医双方参加", "a seat of Chinese and one of Western medicine",
                            Words("请邀请另一方专科", "invite the other side")))  # fmt: skip
    return issues


def excuse_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of excusing a seat: it sits, has not signed the wording that counts, and the others are enough."""
    seat = named(fields["institution"]), str(fields["specialty"])
    sitting = seats(focus)
    if seat not in sitting:
        return [wrong("specialty", "该机构的这一专科不在名单上", "no such seat is on the list")]
    if seat in signed(focus):
        return [wrong("specialty", "该专科已签署", "that seat has signed")]
    return _enough(focus, [one for one in sitting if one != seat], today)


def latest(focus: Json) -> int:
    """The number of the wording that counts; 0 while there is none."""
    return max((int(one["number"]) for one in focus.get("wording", ())), default=0)


def signed(focus: Json) -> dict[Seat, Json]:
    """By seat the signature of the wording that counts."""
    number = latest(focus)
    return {seat_of(one): one for one in focus.get("signature", ()) if int(one["wording"]) == number}


def missing(focus: Json) -> list[Seat]:
    """The seats that have not signed the wording that counts, in their order."""
    done = signed(focus)
    return [seat for seat in seats(focus) if seat not in done]


def wording_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a wording, which its author signs with it: for a seat of the own institution, and not for the seat
    of somebody else who signed before."""
    return _own_seat(focus, fields, focus.get("signature", ()))


def sign_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a signature: there is a wording, the seat is of the own institution and has not signed it, and the
    person signs for no other seat."""
    if not latest(focus):
        return [wrong("specialty", "还没有会诊意见可签", "there is no wording to sign",
                      Words("先书写会诊意见", "word the opinion first"))]  # fmt: skip
    own = str(fields["organization"]), str(fields["specialty"])
    if own in signed(focus):
        return [wrong("specialty", "该专科已签署这一稿", "that seat has signed this wording")]
    return _own_seat(focus, fields, focus.get("signature", ()))


def _own_seat(focus: Json, fields: Json, signatures: Any) -> list[Issue]:
    own = str(fields["organization"]), str(fields["specialty"])
    if own not in seats(focus):
        return [wrong("specialty", "贵单位没有被邀请的这一专科", "your institution has no such seat here")]
    who = str(fields["actor"])
    if any(_by(one) == who and seat_of(one) != own for one in signatures):
        return [
            wrong("specialty", "您已代表另一专科签署，一人只签一方", "you signed for another seat: one seat a person")
        ]
    return []


def _by(one: Json) -> str:
    return str(one.get("by", {}).get("reference", ""))


def numbered(focus: Json, fields: Json, today: date) -> Mapping[str, Any]:
    """Derives the number of a new wording."""
    return {"number": latest(focus) + 1}


def current(focus: Json, fields: Json, today: date) -> Mapping[str, Any]:
    """Derives the number of the wording that is signed."""
    return {"number": latest(focus)}


def all_signed(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of closing: there is a wording and every seat has signed it."""
    if not latest(focus):
        return [wrong("advice", "还没有会诊意见", "there is no wording yet")]
    left = missing(focus)
    if left:
        names = [words_of(specialty) for _, specialty in left]
        return [wrong("advice", f"还有 {len(left)} 方未签署：{'、'.join(one.zh for one in names)}",
                      f"{len(left)} have not signed: {', '.join(one.en for one in names)}")]  # fmt: skip
    return []


def used_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of the feedback: what was not used changed nothing."""
    if fields["used"] == "no" and fields["changed"] != "none":
        return [wrong("changed", "未采纳的意见不能改变诊疗", "what was not used changed nothing")]
    return []
