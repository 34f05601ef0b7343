"""The health card, and a visit that a credential opens."""

from tongmai.base.words import Words
from tongmai.domains.residents.workflows.checking import OWNER
from tongmai.model.lists import codes
from tongmai.model.workflow import (
    Append,
    Circle,
    Derived,
    Look,
    Need,
    Set,
    State,
    Step,
    Term,
    Workflow,
)

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
    live_already=(Words("已有一张有效的健康卡", "a card is in force already"),
                  Words("卡片丢失时先在卡片页面挂失，再补办", "if it is lost, report that on its page first")),
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
