"""`tongmai serve`: one process for pages and interface, on the loopback unless told otherwise."""

from collections.abc import Mapping
from typing import Any

import uvicorn
from rich.console import Console

from tongmai.clients import server
from tongmai.clients.web import routes
from tongmai.clients.web.headers import SafeHeaders
from tongmai.house import House
from tongmai.programs import jobs, slow_heads


def announce(console: Console, settings: Mapping[str, Any]) -> None:
    """What to look at first."""
    address = f"http://{settings['host']}:{settings['port']}"
    console.print(f"打开 [bold]{address}[/bold]  （演示数据，均为虚构）")
    for path, zh, en in (
        ("/tour", "走查：七步看全貌", "the tour in seven steps"),
        ("/plans", "目标进度", "the plan's progress"),
        ("/policy", "政策原文与 176 项", "the policy documents and their 176 items"),
    ):
        console.print(f"  {address}{path}  {zh} · {en}")
    console.print("停止：Ctrl+C")


def application(house: House, settings: Mapping[str, Any]) -> SafeHeaders:
    """Pages and interface as one; every answer of either bears the safe headers, and every cookie their marks."""
    own = [profile for room in house.declared.rooms for profile in room.profiles]
    interface = server.build(
        house.access, house.clock, house.secret, _conduct(settings), own, house.access.system("profiles")
    )
    return SafeHeaders(server.beside(interface, routes.build(house)))


def _conduct(settings: Mapping[str, Any]) -> server.Conduct:
    """How the interface behaves."""
    limits = server.Limits(settings["max_body"], settings["body_seconds"])
    return server.Conduct(
        limits,
        settings["max_entries"],
        settings["max_deletes"],
        settings["proxies"],
        settings["at_once"],
        settings["strict"] != 0,
    )


def serve(house: House, settings: Mapping[str, Any]) -> None:
    """Serve until told to stop."""
    app = application(house, settings)
    with jobs.running(jobs.jobs_of(house)):
        uvicorn.run(
            app, host=settings["host"], port=settings["port"], log_level="warning", server_header=False,
            http=slow_heads.within(settings["head_seconds"]),
            timeout_graceful_shutdown=3,  # streams that say what has changed are cut, they do not hold the house open
        )  # fmt: skip
