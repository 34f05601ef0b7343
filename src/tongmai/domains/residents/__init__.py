"""Residents: the manifest of the room."""

from tongmai.base.words import Words
from tongmai.domains.residents.policy import RULES
from tongmai.model.domain import Domain

DOMAIN = Domain(id="residents", title=Words("居民服务", "residents"), catalogue=("J02",), rules=RULES)
