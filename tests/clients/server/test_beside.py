"""The server beside the pages: each answers on its own addresses."""

from typing import Any

from starlette.responses import PlainTextResponse

from tongmai.clients.server import beside


def test_each_address_has_one_answer(served: Any) -> None:
    served.app = beside(served.app, PlainTextResponse("a page"))
    with served.client() as client:
        answers = {path: client.get(path).text for path in ("/", "/fhirs", "/plans/fhir/x", "/records-of/x")}
        assert set(answers.values()) == {"a page"}
        for path in ("/fhir/metadata", "/records/metadata", "/fhir", "/fhir/", "/records/Errand"):
            assert client.get(path).headers["content-type"].startswith("application/fhir+json")
