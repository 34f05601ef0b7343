"""Registration of a resident: one form, judged and written at once; who registers enters the circle of care."""

from tongmai.base.words import Words
from tongmai.model.profiled import room_profile
from tongmai.model.workflow import Append, Circle, Derived, Look, Need, Set, State, Step, Workflow

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

REGISTRATION = Workflow(
    id="residents.registration",
    title=Words("居民建档", "registration of a resident"),
    focus="Patient",
    start="entered",
    ends=frozenset({"registered", "released"}),
    starters=REGISTRARS,
    states=(
        State("entered", "draft", Words("填写中", "being filled in")),
        State("registered", "completed", Words("已建档", "registered")),
        State("released", "completed", Words("已结束管理", "released")),
    ),
    steps=(
        REGISTER,
        Step("release", "registered -> released", title=Words("结束本机构管理", "release from this institution"),
             by=REGISTRARS, needs=(Need("reason", Words("原因", "reason")),)),
    ),
)  # fmt: skip
WORKFLOWS = (REGISTRATION,)
