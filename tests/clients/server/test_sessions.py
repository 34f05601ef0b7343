"""Who is signed in is read from a signed cookie: a forged, old or broken one signs nobody in."""

from base64 import b64encode
from typing import Any

import pytest
from itsdangerous import TimestampSigner
from tests.clients.server.conftest import SECRET, cookie

from tongmai.clients.server import application, sessions


def signed(content: bytes, secret: str = SECRET) -> str:
    return TimestampSigner(secret).sign(b64encode(content)).decode()


BAD = {
    "forged": cookie("doctor", "another secret"),
    "cut": cookie("doctor")[:-1],
    "unsigned": "eyJwZXJzb24iOiJkb2N0b3IifQ==",
    "no object": signed(b'["doctor"]'),
    "no JSON": signed(b"doctor"),
    "nobody": signed(b"{}"),
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_a_bad_cookie_signs_nobody_in(served: Any, bad: str) -> None:
    with served.client(None) as client:
        for _ in range(2):
            answer = client.get("/fhir/Organization", headers={"cookie": f"tongmai={bad}"})
            assert (answer.status_code, answer.json()["issue"][0]["code"]) == (401, "login")


def test_a_good_one_is_told_apart_from_others_and_ends(served: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with served.client(None) as client:
        for person, status in (("doctor", 200), ("planner", 403), ("doctor", 200)):
            answer = client.get("/fhir/Patient/p1", headers={"cookie": f"tongmai={cookie(person)}"})
            assert (answer.status_code, answer.headers["vary"]) == (status, "Cookie")
        old = cookie("doctor")
        assert client.get("/fhir/Patient/p1", headers={"cookie": f"tongmai={old}"}).status_code == 200
        later = sessions.time.time() + application.KEPT + sessions.TRUSTED + 2
        monkeypatch.setattr("time.time", lambda: later)
        monkeypatch.setattr("time.monotonic", lambda: later)
        assert client.get("/fhir/Patient/p1", headers={"cookie": f"tongmai={old}"}).status_code == 401
