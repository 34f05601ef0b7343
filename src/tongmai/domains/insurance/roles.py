"""Who keeps the fund's accounts with the communities, in plain words."""

from tongmai.base.words import Words
from tongmai.model.rule import Role

ROLES = (
    Role(
        "insurer",
        Words("医保经办", "insurer's officer"),
        Words(
            "建立基金包，登记预付批次，按清单记月结算，年度清算并分配结余",
            "opens pools, records batches, books months from the lists, clears the year and splits what is left",
        ),
    ),
)
