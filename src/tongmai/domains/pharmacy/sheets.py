"""The lists of the room: the unified list of a county, and what an institution keeps."""

from tongmai.base.words import Words
from tongmai.model.lists import codes, day_column, institution_column
from tongmai.model.sheet import Column, Sheet

_AREA = Column("area", Words("县市区", "county"), "area", required=True, also=("县市", "县(市)", "县（市）"))
_DRUG = Column("drug", Words("药品", "drug"), "code", required=True, codes=codes(__file__, "drugs", "drug"),
               also=("药品名称", "通用名"))  # fmt: skip
FORMULARY = Sheet(
    id="pharmacy.formulary",
    title=Words("统一药品目录", "the unified list of drugs"),
    view="formulary_entry",
    columns=(
        _AREA,
        _DRUG,
        Column("level", Words("可用级别", "may be used at"), "code", required=True,
               codes=codes(__file__, "formulary_levels", "level")),
        Column("essential", Words("基本药物", "essential"), "yes_no", required=True),
        day_column("since", "列入日期", "on the list from", required=True),
        day_column("until", "调出日期", "on the list until"),
        Column("basis", Words("文号", "document")),
    ),
    key=("area", "drug", "since"),
    editors=("headquarters", "planner"),
    approvers=("planner",),
    checks=("entry_fits",),
    about=Words("一行一个药品；可用级别由医共体统一确定，不受三级基本药物目录限制。调出时填调出日期，不删行。",
                "a row a drug; the tier is the community's own decision; an end is filled in, no row taken away"),
)  # fmt: skip
HOLDINGS = Sheet(
    id="pharmacy.holdings",
    title=Words("机构备药清单", "what institutions keep"),
    view="drug_holding",
    columns=(
        institution_column(),
        _AREA,
        _DRUG,
        day_column("since", "备药起", "kept from", required=True),
        day_column("until", "停备日期", "kept until"),
        Column("note", Words("备注", "note")),
    ),
    key=("institution", "drug", "since"),
    editors=("headquarters", "planner"),
    approvers=("planner",),
    checks=("entry_fits",),
    about=Words("一行一个机构一种药；断货或停备时填停备日期。下转与开方按此核对。",
                "a row an institution and drug; out of stock: fill in the end. Referrals down are checked against it"),
)  # fmt: skip
SHEETS = (FORMULARY, HOLDINGS)
