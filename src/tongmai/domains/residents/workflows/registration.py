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
    Daily,
    Derived,
    Gather,
    Look,
    Merge,
    Need,
    Part,
    Set,
    State,
    Step,
    Term,
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
BOTH = Look("both", "Patient?_id={first},{second}")
CONTRACTS = Look(
    "contracts", "CarePlan?subject={first},{second}&status=active&category=urn:tongmai:contract|family_doctor"
)
KEEPERS = "record-keeper@area|clinician@area|referral-centre@area|clinician@institution|referral-centre@institution"
KEEPS = Need(
    "keeps", Words("保留哪一份", "which one stays"), kind="code",
    options=(("first", Words("甲", "the first")), ("second", Words("乙", "the second"))),
)  # fmt: skip
WHY = Need("why", Words("核对了什么、依据", "what was compared, and what shows it"), longest=300)
REASON = Need("why", Words("原因", "reason"), longest=300)
NOTED = Set("note", "{why}")
IN_USE = Need("both_in_use", Words("两份档案都在用", "both are in use"), kind="condition")
MAY_MERGE = (
    IN_USE,
    Need("numbers_agree_in_pair", Words("没有两个不同的有效身份证号", "no two sound numbers"), kind="condition"),
    Need("pair_chosen", Words("保留有身份证号的一份", "the numbered one stays"), kind="condition"),
    Need("contracts_apart", Words("没有两份履行中的签约", "no two contracts in force"), kind="condition"),
)
CHOOSES = Derived("pair_set_up", ("stays", "goes"))
CHOSEN = (Set("kept", "{stays}"), Set("closed", "{goes}"), NOTED)
MERGES = Merge("kept", "closed", "moved")

DUPLICATE = Workflow(
    id="residents.duplicate",
    title=Words("疑似重复档案", "possible duplicate"),
    focus="RecordPair",
    start="proposed",
    ends=frozenset({"merged", "distinct", "parted", "void"}),
    starters=KEEPERS,
    begins=Step(
        "start", "-> proposed", by=KEEPERS,
        looks=(BOTH, Look("pairs", "RecordPair?record={first},{second}")),
        needs=(Need("pair_is_new", Words("没有提过的两份档案", "two records not proposed before"), kind="condition"),),
        derives=(Derived("pair_of_two",
                         ("one", "two", "reasons", "weighs", "shared_area", "shared_institution")),),
        does=(Set("first", "{one}"), Set("second", "{two}"), Set("reason", "{reasons}"), Set("weight", "{weighs}"),
              Set("area", "{shared_area}"), Set("institution", "{shared_institution}"), Set("found", "{today}")),
    ),
    daily=Daily(
        "pairs_to_propose",
        (
            Look("fresh", "Patient?_lastUpdated=ge{since}&active=true&_sort=-_lastUpdated", most=500),
            Look("born", "Patient?birthdate={fresh.birthDate}", most=2000),
            Look("reached", "Patient?phone={fresh.telecom}", most=2000),
            Look("pairs", "RecordPair?_sort=_id", most=5000),
        ),
        days=1,
    ),
    one_live=("first", "second"),
    escalate=("record-keeper",),
    terms="tables/terms.csv",
    state_element="state",
    states=(
        State("proposed", "requested", Words("待核实", "To be looked at")),
        State("unsure", "on-hold", Words("暂不能确定", "Not sure yet"), aside=True),
        State("judged", "accepted", Words("认定为同一人，待复核", "Found one person, to be confirmed")),
        State("merged", "completed", Words("已合并", "Merged")),
        State("distinct", "completed", Words("认定为两人", "Two persons"), aside=True),
        State("parted", "completed", Words("已撤销合并", "Merger undone"), aside=True),
        State("void", "cancelled", Words("已失效", "Void"), aside=True),
    ),
    steps=(
        Step("same", "proposed|unsure -> judged", by=KEEPERS, title=Words("认定为同一人", "one person"),
             within=Term("decide", since="start|reopen|back"),
             needs=(KEEPS, WHY, *MAY_MERGE), looks=(BOTH, CONTRACTS), derives=(CHOOSES,), does=CHOSEN),
        Step("merge", "judged -> merged", by=KEEPERS, not_by="same", title=Words("复核并合并", "confirm and merge"),
             within=Term("confirm", since="same"), needs=(WHY, *MAY_MERGE), looks=(BOTH, CONTRACTS),
             does=(NOTED, MERGES)),
        Step("back", "judged -> proposed", by=KEEPERS, title=Words("不同意，退回核实", "not agreed, back"),
             needs=(REASON,), does=(NOTED,)),
        Step("merge-at-once", "proposed|unsure -> merged", by=KEEPERS,
             title=Words("并入（关闭的一份没有身份证号）", "merge (the closed one has no number)"),
             needs=(KEEPS, WHY, Need("at_once_fits", Words("要关闭的没有身份证号", "the closed one has no number"),
                                     kind="condition"), *MAY_MERGE),
             looks=(BOTH, CONTRACTS), derives=(CHOOSES,), does=(*CHOSEN, MERGES)),
        Step("two-persons", "proposed|unsure -> distinct", by=KEEPERS, title=Words("认定为两人", "two persons"),
             within=Term("decide", since="start|reopen|back"), needs=(WHY,), does=(NOTED,)),
        Step("not-sure", "proposed -> unsure", by=KEEPERS, title=Words("暂不能确定", "not sure"),
             within=Term("decide", since="start|reopen|back"),
             needs=(Need("why", Words("还要核对什么", "what is still to be found out"), longest=300),), does=(NOTED,)),
        Step("void", "proposed|unsure|judged -> void", by=KEEPERS, title=Words("失效", "void"),
             needs=(REASON, Need("one_is_closed", Words("有一份已并入别的档案", "one was closed"), kind="condition")),
             looks=(BOTH,), does=(NOTED,)),
        Step("gather", "merged -> =", by=KEEPERS, title=Words("收拢合并后写入旧档案的记录", "gather what came later"),
             needs=(REASON,), does=(NOTED, Gather("kept", "closed", "moved"))),
        Step("unmerge", "merged -> parted", by=KEEPERS, title=Words("撤销合并", "undo the merger"),
             needs=(REASON,), does=(NOTED, Part("kept", "closed", "moved"))),
        Step("reopen", "distinct|parted -> proposed", by=KEEPERS, title=Words("重新核实", "reopen"),
             needs=(REASON, IN_USE), looks=(BOTH,), does=(NOTED,)),
    ),
)  # fmt: skip
OWNER, ANSWERERS = "resident@subject", "record-keeper@area|clinician@institution|referral-centre@institution"
SAYS_RIGHT = Step(
    "right", "opened -> checked", by=OWNER, title=Words("已核对，内容无误", "checked: it is right"),
    needs=(Need("checked_this_month", Words("每月一次", "once a month"), kind="condition"),),
    looks=(Look("checks", "RecordCheck?subject={subject}&_sort=-on", most=50),),
    does=(Set("right", "yes"),),
)  # fmt: skip
SAYS_WRONG = Step(
    "wrong", "opened -> disputed", by=OWNER, title=Words("内容有误，要求更正", "something is wrong"),
    needs=(Need("text", Words("哪里有误", "what is wrong"), longest=500),),
    does=(Set("right", "no"), Set("text", "{text}")),
)  # fmt: skip
CHECK = Workflow(
    id="residents.check",
    title=Words("本人核对档案", "check of the own record"),
    focus="RecordCheck",
    start="opened",
    ends=frozenset({"checked", "answered"}),
    starters=OWNER,
    begins=Step("start", "-> opened", by=OWNER, looks=(Look("persons", "Patient?_id={subject}"),),
                needs=(Need("owner_is_registered", Words("已建档", "registered"), kind="condition"),),
                derives=(Derived("check_goes_to", ("asked", "home")),),
                does=(Set("institution", "{asked}"), Set("area", "{home}"))),
    escalate=("record-keeper",),
    terms="tables/terms.csv",
    state_element="state",
    states=(
        State("opened", "draft", Words("核对中", "Being checked")),
        State("checked", "completed", Words("无误", "Right")),
        State("disputed", "requested", Words("待更正或答复", "To be put right or answered"), aside=True),
        State("answered", "completed", Words("已答复", "Answered"), aside=True),
    ),
    steps=(
        SAYS_RIGHT,
        SAYS_WRONG,
        Step("answer", "disputed -> answered", by=ANSWERERS, title=Words("答复", "answer"),
             within=Term("answer-check", since="wrong"),
             needs=(Need("answer", Words("已如何更正，或为何不改", "what was put right, or why not"), longest=500),),
             does=(Set("answer", "{answer}"),)),
    ),
)  # fmt: skip
ISSUERS = f"clinician@institution|referral-centre@institution|{OWNER}"
ISSUE = Step(
    "issue", "asked -> active", by=ISSUERS, title=Words("发卡", "issue"),
    derives=(Derived("card_issued", ("number",)),),
    does=(Set("number", "{number}"), Set("issued", "{today}")),
)  # fmt: skip
CARD = Workflow(
    id="residents.card",
    title=Words("电子健康卡", "health card"),
    focus="HealthCard",
    start="asked",
    ends=frozenset({"lost"}),
    starters=ISSUERS,
    begins=Step("start", "-> asked", by=ISSUERS, looks=(Look("persons", "Patient?_id={subject}"),),
                needs=(Need("owner_is_registered", Words("已建档", "registered"), kind="condition"),),
                derives=(Derived("card_belongs", ("asked", "home")),),
                does=(Set("institution", "{asked}"), Set("area", "{home}"))),
    one_live=("subject",),
    terms="tables/terms.csv",
    state_element="state",
    states=(
        State("asked", "draft", Words("申领中", "Asked for")),
        State("active", "in-progress", Words("有效", "Active"), desk_days=0),
        State("lost", "completed", Words("已挂失", "Lost"), aside=True),
    ),
    steps=(
        ISSUE,
        Step("show", "active -> =", by=OWNER, title=Words("出示", "show"),
             needs=(Need("digest", Words("二维码摘要", "digest of the token"), kind="code", passing=True),
                    Need("code_is_digest", Words("只存摘要", "only a digest is kept"), kind="condition")),
             derives=(Derived("card_shown", ("until",)),),
             does=(Set("digest", "{digest}"), Set("until", "{until}"))),
        Step("lose", "active -> lost", by=ISSUERS, title=Words("挂失", "report it lost"),
             needs=(Need("note", Words("何时、如何丢失", "when and how it was lost"), longest=300),),
             does=(Set("lost", "{today}"), Set("note", "{note}"))),
    ),
)  # fmt: skip
RECEIVERS = "clinician@serviceProvider|referral-centre@serviceProvider"
ARRIVE = Step(
    "arrive", "shown -> arrived", by=RECEIVERS, title=Words("登记就诊", "register the visit"),
    needs=(
        Need("credential", Words("出示的凭证", "what was shown"), kind="code",
             options=codes(__file__, "credentials", "credential")),
        Need("code", Words("二维码下的码，或号码", "the text of the QR, or the number"), kind="code", private=True,
             passing=True, longest=64,
             hint=Words("扫码枪扫入，或逐字输入；不进网址，也不保存",
                        "scanned or typed; it stands in no address and is not kept")),
        Need("credential_opens", Words("凭证有效", "the credential opens"), kind="condition"),
    ),
    looks=(
        Look("cards", "HealthCard?digest={code#}"),
        Look("spent", "Encounter?identifier=urn:tongmai:shown-code|{code#}"),
        Look("numbered", "Patient?identifier={code}"),
    ),
    derives=(Derived("credential_shown", ("person", "identifiers", "once")),),
    does=(
        Set("subject", '{"reference": "Patient/{person}"}'),
        Set("identifier", "{identifiers}"),
        Set("period", '{"start": "{now}"}'),
        Append("extension", '{"url": "urn:tongmai:credential", "valueCode": "{credential}"}'),
        Append("extension", "{once}"),
        Circle("serviceProvider", until="finish"),
    ),
)  # fmt: skip
VISIT = Workflow(
    id="residents.visit",
    title=Words("凭证就诊", "visit by credential"),
    focus="Encounter",
    start="shown",
    ends=frozenset({"finished"}),
    starters=RECEIVERS,
    terms="tables/terms.csv",
    states=(
        State("shown", "draft", Words("出示凭证", "Shown")),
        State("arrived", "in-progress", Words("就诊中", "Under way")),
        State("finished", "completed", Words("已结束", "Finished")),
    ),
    steps=(
        ARRIVE,
        Step("finish", "arrived -> finished", by=RECEIVERS, title=Words("结束就诊", "finish the visit"),
             within=Term("finish-visit", since="arrive"),
             does=(Set("status", "finished"), Set("period.end", "{now}"))),
    ),
)  # fmt: skip
