"""Who keeps the records of residents, in plain words."""

from tongmai.base.words import Words
from tongmai.model.rule import Role

ROLES = (
    Role(
        "record-keeper",
        Words("居民档案管理", "keeper of residents' records"),
        Words("核实疑似重复档案，合并与撤销合并", "decides on possible duplicates, merges and undoes mergers"),
    ),
)
