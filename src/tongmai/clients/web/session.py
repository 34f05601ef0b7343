"""Who reads, in which language, and the token without which nothing is written. All in one signed same-site cookie."""

import secrets
from collections.abc import Mapping, Sequence
from hmac import compare_digest

from starlette.requests import Request

from tongmai.base.outcome import refuse
from tongmai.clients.web.services import Person
from tongmai.model.drill import Drill

LANGUAGES = ("zh", "en")
TOKEN = "_token"


COOKIE = "tongmai"


def cookie(drill: Drill | None) -> str:
    """The name of the cookie: a drill has one of its own, so that nobody is signed in there who is so here."""
    return drill.cookie if drill else COOKIE


def language(request: Request) -> str:
    """`zh` until the reader chooses otherwise."""
    chosen = request.session.get("language", "zh")
    return chosen if chosen in LANGUAGES else "zh"


def person(request: Request, people: Sequence[Person]) -> Person | None:
    """The person signed in; None before."""
    return next((one for one in people if one.id == request.session.get("person")), None)


def sign_in(request: Request, people: Sequence[Person], id: str) -> None:
    """Take up a person. Refused (sign-in): nobody of that id. Of the session before, the language alone
    stays; the token is renewed."""
    if all(one.id != id for one in people):
        raise refuse("sign-in", "没有这个人员", "there is no such person")
    kept = language(request)
    request.session.clear()  # nothing of whoever sat here before
    request.session.update({"language": kept, "person": id, TOKEN: secrets.token_urlsafe(18)})


def token(request: Request) -> str:
    """The form token of this session, made when first asked for."""
    if TOKEN not in request.session:
        request.session[TOKEN] = secrets.token_urlsafe(18)
    return str(request.session[TOKEN])


def check_token(request: Request, form: Mapping[str, str]) -> None:
    """Refused (forbidden): a form that does not carry this session's token."""
    known = request.session.get(TOKEN, "")
    if not known or not compare_digest(str(known).encode(), form.get(TOKEN, "").encode()):
        raise refuse(
            "forbidden",
            "页面已过期，请重新打开后再提交",
            "the page has expired; open it again before sending",
            rule="web.form-token",
        )


def flash(request: Request, text: str) -> None:
    """Say something on the next page."""
    request.session["said"] = text


def said(request: Request) -> str:
    """What was left to be said; it is said once."""
    return str(request.session.pop("said", ""))
