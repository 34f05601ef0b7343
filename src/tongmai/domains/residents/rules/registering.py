"""Who a resident is: the identity number, and whether somebody is registered already. Pure.

The number is that of GB 11643-1999: six digits of area, eight of the day of birth, three of sequence (odd for men),
and a check character by ISO 7064 MOD 11-2. No county is numbered 99: numbers of such an area are invented.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tongmai.base.outcome import Issue
from tongmai.base.words import Words
from tongmai.model.lists import room_table

Json = Mapping[str, Any]
INVENTED = "99"
"""Places five and six of an area that is assigned to nobody."""
SYNTHETIC, REAL = "urn:tongmai:synthetic-identity", "urn:oid:2.16.156.10011.1.3"
"""Systems of identifiers; the second is the OID under which the shared health documents (WS/T 500) carry the number."""
DEMONSTRATION = "urn:tongmai:demonstration"
"""A tag of this system marks a record of a demonstration."""
TEMPORARY = "urn:tongmai:temporary-identity"
"""Numbers of ours, for those whose identity number is not known yet."""
SOLE, NO_NUMBER = "urn:tongmai:sole", "urn:tongmai:no-number"
"""Extensions of a Patient: the one record that bears its number; why it bears none."""
UNKNOWN = "lost"
"""The reason of `tables/no_number_reasons.csv` for a number that is not known."""
_NO_NUMBER = room_table(__file__, "no_number_reasons", "reason")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_GAPS = re.compile(r"[\s\-‐-―－]+")
_PHONE = re.compile(r"1[3-9]\d{9}|0\d{9,11}|0\d{2,3}-\d{7,8}")
_NAME = re.compile(r"[^\W\d_]+(?:[·.\s][^\W\d_]+)*")
_SEXES = {"male": Words("男", "male"), "female": Words("女", "female")}
LONGEST_LIFE = 130  # years


@dataclass(frozen=True, slots=True)
class Identity:
    """What a sound number says. `sex` as FHIR has it."""

    number: str
    born: date
    sex: str

    @property
    def system(self) -> str:
        return SYNTHETIC if self.number[4:6] == INVENTED else REAL


def plain(text: str) -> str:
    """A number as it is meant: full-width digits as digits, without spaces and hyphens, x as X."""
    return _GAPS.sub("", unicodedata.normalize("NFKC", text)).upper()


def check_character(first: str) -> str:
    """The eighteenth place of the first seventeen digits (ISO 7064 MOD 11-2)."""
    return _CHECKS[sum(int(digit) * weight for digit, weight in zip(first, _WEIGHTS, strict=True)) % 11]


def identity(text: str, today: date) -> Identity | Issue:
    """What a number says, or what is wrong with it, at the field `identity`."""
    number = plain(text)
    if re.fullmatch(r"\d{15}", number):
        return _wrong("十五位号码已停止使用", "numbers of fifteen digits are out of use",
                      "请按新证填写十八位号码", "give the eighteen digits of the present card")  # fmt: skip
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        return _wrong(f"应为十八位，现为 {len(number)} 位或含其他字符", "eighteen places: digits, the last may be X",
                      "请对照身份证逐位核对", "compare it with the card")  # fmt: skip
    born = _day(number[6:14])
    if born is None:
        return _wrong("第七至十四位不是日期", "places seven to fourteen are no day",
                      "请核对出生日期各位", "check the digits of the day of birth")  # fmt: skip
    if born > today or today.year - born.year > LONGEST_LIFE:
        return _wrong(f"号码中的出生日期 {born.isoformat()} 不可能", f"nobody alive was born on {born.isoformat()}",
                      "请核对出生日期各位", "check the digits of the day of birth")  # fmt: skip
    if check_character(number[:17]) != number[17]:
        return _wrong("校验码不符，有一位填错", "the check character does not fit: a digit is wrong",
                      "请对照身份证逐位核对", "compare it with the card")  # fmt: skip
    return Identity(number, born, "male" if int(number[16]) % 2 else "female")


def _day(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def _wrong(zh: str, en: str, then_zh: str, then_en: str) -> Issue:
    return Issue("value", Words(f"身份证号{zh}", en), "identity", "GB 11643-1999",
                 Words(then_zh, then_en))  # fmt: skip


def number_holds(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition: the number is sound, and one that may be used here. A demonstration takes invented numbers only."""
    found = identity(str(fields.get("identity", "")), today)
    if isinstance(found, Issue):
        return [found]
    if found.system == REAL and _of_demonstration(focus):
        words = Words("演示环境不登记真实号码", "a demonstration keeps no real numbers")
        remedy = Words(
            f"请用第五、六位为 {INVENTED} 的虚构号码", f"use an invented number with {INVENTED} as places five and six"
        )
        return [Issue("rule", words, "identity", "a demonstration keeps no real numbers", remedy)]
    return []


def number_agrees(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition: day of birth and sex, as given or as they stand in the record, are those of the number."""
    found = identity(str(fields.get("identity", "")), today)
    if isinstance(found, Issue):
        return []  # told by `number_holds`
    remedy = Words("请核对身份证，两处须一致", "look at the card: the two must agree")
    issues = []
    if (born := str(fields.get("birth") or focus.get("birthDate") or "")) != found.born.isoformat():
        words = Words(
            f"出生日期 {born} 与身份证号中的 {found.born} 不符", f"{born} is not {found.born}, as the number says"
        )
        issues.append(Issue("rule", words, "birth", "the number tells the day of birth", remedy))
    if (sex := str(fields.get("sex") or focus.get("gender") or "")) != found.sex:
        told = _SEXES[found.sex]
        words = Words(f"性别与身份证号不符：号码为{told.zh}", f"{sex} is not {told.en}, as the number says")
        issues.append(Issue("rule", words, "sex", "the number tells the sex", remedy))
    return issues


def name_and_phone_hold(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition: a name of two characters or more without digits; a phone number, where given, of this country."""
    issues = []
    name, phone = called(str(fields.get("name", ""))), plain_phone(str(fields.get("phone", "")))
    if len(name) < 2 or not _NAME.fullmatch(name):
        words = Words("姓名应为两个字以上，不含数字和符号", "a name has two characters or more, and no digits")
        issues.append(Issue("value", words, "name", remedy=Words("少数民族姓名用“·”连接", "join its parts by ·")))
    if phone and not _PHONE.fullmatch(phone):
        words = Words(
            "电话应为十一位手机号，或带区号的座机号", "eleven digits of a mobile phone, or area code and number"
        )
        issues.append(
            Issue("value", words, "phone", remedy=Words("没有电话可以不填", "leave it empty if there is none"))
        )
    return issues


def called(text: str) -> str:
    """A name as it is kept: one blank between its parts, one kind of dot."""
    return " ".join(unicodedata.normalize("NFKC", text).replace("•", "·").replace("・", "·").split())


def plain_phone(text: str) -> str:
    """A phone number without spaces and full-width digits."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def not_registered(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition: nobody found bears the number."""
    found = identity(str(fields.get("identity", "")), today)
    if isinstance(found, Issue):
        return []
    if any(_bears(one, found.number) for one in _seen(fields, "numbered", "alike")):
        words = Words("此身份证号已登记，不能重复建档", "this number is registered already")
        remedy = Words("请在“查找居民”中按身份证号查找并打开其档案；不在本机构诊疗圈内的，签约或转诊后可以打开",
                       "find the number under “Find a resident” and open the record; a contract or a referral opens it "
                       "where it is closed to you")  # fmt: skip
        return [Issue("duplicate", words, "identity", "one record a person", remedy)]
    return []


def told_apart(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition: where somebody of the same name was born on the same day, it is said that this is another person."""
    found = identity(str(fields.get("identity", "")), today)
    number = "" if isinstance(found, Issue) else found.number
    name = folded(str(fields.get("name", "")))
    alike = [
        one
        for one in _seen(fields, "alike")
        if one.get("active", True)
        and any(folded(str(own.get("text", ""))) == name for own in one.get("name", ()))
        and not (number and _bears(one, number))
    ]
    if not alike or fields.get("another") == "yes":
        return []
    words = Words(f"已有 {len(alike)} 位同名同生日的居民，可能是同一人",
                  f"{len(alike)} of this name and day of birth registered: it may be the same person")  # fmt: skip
    remedy = Words("请先核对；确为另一人的，选“已核对，是另一人”", "check first; if it is another person, say so here")
    return [Issue("rule", words, "another", "same name and birth date are confirmed", remedy)]


def settled(focus: Json, fields: Json, today: date) -> dict[str, Any]:
    """What is written of the number, the name and the phone."""
    found = identity(str(fields["identity"]), today)
    assert isinstance(found, Identity), "the conditions come first"
    phone = plain_phone(str(fields.get("phone", "")))
    told = {"system": found.system, "number": found.number, "called": called(str(fields["name"]))}
    return told | ({"telephone": phone} if phone else {})


def reason_holds(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition: the reason is one of today's, and it fits the day of birth, which is not to come."""
    row, born = (
        _NO_NUMBER.find(today, reason=str(fields.get("no_number", ""))),
        date.fromisoformat(str(fields["birth"])),
    )
    if born > today or today.year - born.year > LONGEST_LIFE:
        words = Words(f"出生日期 {born} 不可能", f"nobody alive was born on {born}")
        return [Issue("value", words, "birth", remedy=Words("请核对出生日期", "check the day of birth"))]
    if row is None:
        words = Words("该原因现已不适用", "this reason does not hold today")
        return [Issue("rule", words, "no_number", "residents.no_number_reasons",
                      Words("请另选原因", "choose another reason"))]  # fmt: skip
    if row["within_days"] and (today - born).days > int(row["within_days"]):
        words = Words(f"“{row['zh']}”仅限出生 {row['within_days']} 日以内",
                      f"{row['en']}: within {row['within_days']} days of birth")  # fmt: skip
        remedy = Words("请核对出生日期，或另选原因", "check the day of birth, or choose another reason")
        return [Issue("rule", words, "no_number", "residents.no_number_reasons", remedy)]
    return []


def new_name_holds(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition: the name, where another is given, is sound."""
    return name_and_phone_hold(focus, {"name": fields["name"]}, today) if fields.get("name") else []


def number_is_free(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition: nobody else bears the number; who does is likely the same person."""
    others = {**fields, "numbered": [one for one in fields.get("numbered", ()) if one["id"] != focus.get("id")]}
    if not not_registered(focus, others, today):
        return []
    words = Words("此身份证号已有档案，可能是同一人", "a record bears this number: it may be the same person")
    remedy = Words("请核对；同一人的，在“疑似重复”中与已有档案提为一对",
                   "check; if it is one person, pair the two records under “Possible duplicate”")  # fmt: skip
    return [Issue("duplicate", words, "identity", "one record a person", remedy)]


def settled_without(focus: Json, fields: Json, today: date) -> dict[str, Any]:
    """What is written of the name and the phone, and the temporary number: LS, the day, eight characters of the
    record's id, which are chance. It says nothing about the person."""
    phone = plain_phone(str(fields.get("phone", "")))
    number = f"LS{today:%Y%m%d}{str(focus['id'])[-8:].upper()}"
    told = {"temporary": number, "called": called(str(fields["name"]))}
    return told | ({"telephone": phone} if phone else {})


def settled_later(focus: Json, fields: Json, today: date) -> dict[str, Any]:
    """The identifiers with the number before them, the temporary one as an old one that still finds the record."""
    found = identity(str(fields["identity"]), today)
    assert isinstance(found, Identity), "the conditions come first"
    kept = [{**one, "use": "old"} if one.get("system") == TEMPORARY else one for one in focus.get("identifier", ())]
    numbers = [{"system": found.system, "value": found.number}, *kept]
    told = {"system": found.system, "number": found.number, "identifiers": numbers}
    return told | ({"called": called(str(fields["name"]))} if fields.get("name") else {})


def number_withdrawn(focus: Json, fields: Json, today: date) -> dict[str, Any]:
    """A mistaken number is taken out, a temporary one put in its place; the earlier versions keep what was written."""
    number = f"LS{today:%Y%m%d}{str(focus['id'])[-8:].upper()}"
    kept = [one for one in focus.get("identifier", ()) if one.get("system") not in (SYNTHETIC, REAL, TEMPORARY)]
    told = [one for one in focus.get("extension", ()) if one.get("url") not in (SOLE, NO_NUMBER)]
    return {
        "identifiers": [{"use": "temp", "system": TEMPORARY, "value": number}, *kept],
        "extensions": [*told, {"url": NO_NUMBER, "valueCode": UNKNOWN}],
    }


def _seen(fields: Json, *looks: str) -> list[Json]:
    """The records of looks, each once."""
    found: dict[str, Json] = {}
    for look in looks:
        found |= {str(one["id"]): one for one in fields.get(look, ())}
    return list(found.values())


def _bears(resident: Json, number: str) -> bool:
    borne: Sequence[Json] = resident.get("identifier", ())
    return any(one.get("system") in (SYNTHETIC, REAL) and plain(str(one.get("value", ""))) == number for one in borne)


def folded(name: str) -> str:
    """A name as it is compared: without blanks and dots, in small letters."""
    return re.sub(r"[\s·.]+", "", called(name)).casefold()


def _of_demonstration(focus: Json) -> bool:
    return any(tag.get("system") == DEMONSTRATION for tag in focus.get("meta", {}).get("tag", ()))
