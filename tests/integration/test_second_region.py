"""The second region's whole demonstration."""

import json

from tongmai.app import declared
from tongmai.fhir.check import Checker
from tongmai.regions.demonstration import resources


def test_every_resource_passes_the_checker_and_names_no_other_region() -> None:
    it = declared("jiuquan")
    checker = Checker(it.definitions)
    for one in resources(it.region):
        assert not checker.check(one), one["id"]
        text = json.dumps(one, ensure_ascii=False)
        assert "昌吉" not in text
        assert "652328" not in text
