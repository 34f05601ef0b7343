"""Who supervises, who is supervised, who speaks for private institutions, in plain words."""

from tongmai.base.words import Words
from tongmai.model.rule import Role

ROLES = (
    Role(
        "supervisor",
        Words("卫生监督", "health supervision"),
        Words("抽查、检查、公示、复查，受理投诉", "draws, inspects, publishes, verifies, accepts complaints"),
    ),
    Role(
        "institution-head",
        Words("医疗机构负责人", "head of an institution"),
        Words("签收检查记录，整改，答复投诉，对排行申诉", "signs, puts right, answers complaints, appeals"),
    ),
    Role(
        "association",
        Words("行业协会", "association of private institutions"),
        Words("登记、评分，公布社会办医疗机构绩效排行", "registers, scores and publishes the ranking"),
    ),
)
