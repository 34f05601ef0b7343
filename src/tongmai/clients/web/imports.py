"""Lists that come in as Excel: upload, preview with every error at its cell, approval, history."""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.routing import BaseRoute


def routes(route: Callable[..., BaseRoute], posted: Callable[..., Awaitable[Any]]) -> list[BaseRoute]:
    """The addresses of the lists."""
    return []
