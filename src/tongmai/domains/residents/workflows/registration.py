"""Registration of a resident: one form, judged and written at once; who registers enters the circle of care.

Whoever has no identity number (a newborn, a document lost) is registered under a temporary one; the number is added
when it is known, or the record is closed in favour of the one that bears it. Until then it waits on the desk.

Two records that may be of one person are a pair, proposed by the house once a day or by a registrar, and decided by
people. A merger rewrites what refers to the closed record, and can be undone (docs/decisions/0102).
"""

from tongmai.base.words import Words
from tongmai.model.lists import codes
from tongmai.model.profiled import room_profile
from tongmai.model.workflow import (
    Append,
    Circle,
    Derived,
    Look,
    Need,
    Set,
    State,
    Step,
    Workflow,
)

REGISTRARS = "clinician@managingOrganization|referral-centre@managingOrganization"
RESIDENT = room_profile(__file__, "Resident")
ANOTHER = (("yes", Words("已核对，是另一人", "checked: it is another person")),)

REGISTER = Step(
    "register",
    "entered -> registered",
    title=Words("登记", "register"),
    by=REGISTRARS,
    needs=(
        RESIDENT.need("name", "Patient.name.text", kind="person", private=True),
        RESIDENT.need("identity", "Patient.identifier.value", kind="code", private=True),
        RESIDENT.need("sex", "Patient.gender"),
        RESIDENT.need("birth", "Patient.birthDate"),
        RESIDENT.need("phone", "Patient.telecom:phone.value", kind="code", private=True),
        Need("another", Words("同名同生日", "same name and birth date"), kind="code", required=False, options=ANOTHER),
        Need("number_holds", Words("身份证号有效", "the number is sound"), kind="condition"),
        Need("number_agrees", Words("与性别、出生日期一致", "it agrees with sex and birth date"), kind="condition"),
        Need("name_and_phone_hold", Words("姓名、电话有效", "name and phone are sound"), kind="condition"),
        Need("not_registered", Words("未重复登记", "nobody bears the number"), kind="condition"),
        Need("told_apart", Words("同名同生日已核对", "namesakes are told apart"), kind="condition"),
    ),
    looks=(
        Look("numbered", "Patient?identifier={identity}"),
        Look("alike", "Patient?birthdate={birth}&name={name}"),
    ),
    derives=(Derived("settled", ("system", "number", "called", "telephone")),),
    does=(
        Set("identifier", '[{"system": "{system}", "value": "{number}"}]'),
        Set("name", '[{"text": "{called}"}]'),
        Set("gender", "{sex}"),
        Set("birthDate", "{birth}"),
        Set("telecom", '[{"system": "phone", "value": "{telephone}"}]'),
        # The one record that bears this number. The store finds it as it writes, and refuses where there are two: of
        # two registrations at once the later is refused, whatever its form looked up before.
        Append("extension", '[{"url": "urn:tongmai:sole", '
                            '"valueReference": {"reference": "Patient?identifier={system}|{number}"}}]'),
        Circle("managingOrganization", until="release"),
    ),
)  # fmt: skip

REGISTER_WITHOUT = Step(
    "register-without",
    "entered -> provisional",
    title=Words("临时登记", "register without a number"),
    by=REGISTRARS,
    needs=(
        Need(
            "name",
            Words("姓名", "name"),
            kind="person",
            private=True,
            hint=Words(
                "新生儿未取名的，写母亲姓名加“之子”“之女”", "A newborn without a name: the mother's, and whose child"
            ),
        ),
        Need(
            "no_number",
            Words("没有身份证号的原因", "why there is no number"),
            kind="code",
            options=codes(__file__, "no_number_reasons", "reason"),
        ),
        RESIDENT.need("sex", "Patient.gender"),
        RESIDENT.need("birth", "Patient.birthDate"),
        RESIDENT.need("phone", "Patient.telecom:phone.value", kind="code", private=True),
        Need("another", Words("同名同生日", "same name and birth date"), kind="code", required=False, options=ANOTHER),
        Need("reason_holds", Words("原因适用", "the reason holds"), kind="condition"),
        Need("name_and_phone_hold", Words("姓名、电话有效", "name and phone are sound"), kind="condition"),
        Need("told_apart", Words("同名同生日已核对", "namesakes are told apart"), kind="condition"),
    ),
    looks=(Look("alike", "Patient?birthdate={birth}&name={name}"),),
    derives=(Derived("settled_without", ("temporary", "called", "telephone")),),
    does=(
        Set("identifier", '[{"use": "temp", "system": "urn:tongmai:temporary-identity", "value": "{temporary}"}]'),
        Set("name", '[{"text": "{called}"}]'),
        Set("gender", "{sex}"),
        Set("birthDate", "{birth}"),
        Set("telecom", '[{"system": "phone", "value": "{telephone}"}]'),
        Append("extension", '[{"url": "urn:tongmai:no-number", "valueCode": "{no_number}"}]'),
        Circle("managingOrganization", until="release"),
    ),
)
ADD_NUMBER = Step(
    "add-number",
    "provisional -> registered",
    title=Words("补录身份证号", "add the identity number"),
    by=REGISTRARS,
    needs=(
        Need("identity", Words("身份证号", "identity number"), kind="code", private=True),
        Need(
            "name",
            Words("正式姓名（有变更时填）", "the name, where it is another"),
            kind="person",
            required=False,
            private=True,
        ),
        Need(
            "sex",
            Words("性别（需更正时填）", "sex, where it was wrong"),
            kind="code",
            required=False,
            options=RESIDENT.need("sex", "Patient.gender").options,
        ),
        Need(
            "birth", Words("出生日期（需更正时填）", "date of birth, where it was wrong"), kind="date", required=False
        ),
        Need("number_holds", Words("身份证号有效", "the number is sound"), kind="condition"),
        Need("number_agrees", Words("与性别、出生日期一致", "it agrees with sex and birth date"), kind="condition"),
        Need("new_name_holds", Words("姓名有效", "the name is sound"), kind="condition"),
        Need("number_is_free", Words("未重复登记", "nobody else bears the number"), kind="condition"),
    ),
    looks=(Look("numbered", "Patient?identifier={identity}"),),
    derives=(Derived("settled_later", ("system", "number", "identifiers", "called")),),
    does=(
        Set("identifier", "{identifiers}"),
        Set("name", '[{"text": "{called}"}]'),
        Set("gender", "{sex}"),
        Set("birthDate", "{birth}"),
        Append(
            "extension",
            '[{"url": "urn:tongmai:sole", "valueReference": {"reference": "Patient?identifier={system}|{number}"}}]',
        ),
        Circle("managingOrganization", until="release"),
    ),
)
WITHDRAW_NUMBER = Step(
    "withdraw-number",
    "registered -> provisional",
    title=Words("撤回登记有误的身份证号", "withdraw a mistaken identity number"),
    by=REGISTRARS,
    needs=(Need("why", Words("错在哪里、如何核实", "what was wrong and how it was verified"), longest=300),),
    derives=(Derived("number_withdrawn", ("identifiers", "extensions")),),
    does=(Set("identifier", "{identifiers}"), Set("extension", "{extensions}")),
)

REGISTRATION = Workflow(
    id="residents.registration",
    title=Words("居民建档", "registration of a resident"),
    focus="Patient",
    start="entered",
    ends=frozenset({"registered", "released", "merged"}),
    starters=REGISTRARS,
    states=(
        State("entered", "draft", Words("填写中", "Being filled in")),
        State("provisional", "in-progress", Words("临时建档，待补身份证号", "Provisional: number wanted"), True),
        State("registered", "completed", Words("已建档", "Registered")),
        State("merged", "cancelled", Words("已并入另一档案", "Closed in favour of another record"), True, rests=True),
        State("released", "completed", Words("已结束管理", "Released")),
    ),
    steps=(
        REGISTER,
        REGISTER_WITHOUT,
        ADD_NUMBER,
        WITHDRAW_NUMBER,
        Step("release", "registered|provisional -> released",
             title=Words("结束本机构管理", "release from this institution"), by=REGISTRARS,
             needs=(Need("reason", Words("原因", "reason")),)),
    ),
)  # fmt: skip
