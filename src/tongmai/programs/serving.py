"""`tongmai serve`: one process for pages and interface, on the loopback unless told otherwise."""

import gc
from collections.abc import Mapping
from typing import Any

import uvicorn
from rich.console import Console

from tongmai.clients import server
from tongmai.clients.web import routes, session
from tongmai.clients.web.headers import SafeHeaders
from tongmai.drills import Keeper
from tongmai.house import House
from tongmai.programs import drilling, jobs, slow_heads

COLLECTING = (50_000, 20, 50)
"""Objects made between two looks at the youngest of them; of how many such looks one goes further back, twice."""


def announce(console: Console, settings: Mapping[str, Any]) -> None:
    """What to look at first."""
    address = f"http://{settings['host']}:{settings['port']}"
    console.print(f"打开 [bold]{address}[/bold]  （演示数据，均为虚构）")
    for path, zh, en in (
        ("/tour", "走查：九步看全貌", "the tour in nine steps"),
        ("/plans", "目标进度", "the plan's progress"),
        ("/policy", "政策原文与 176 项", "the policy documents and their 176 items"),
    ):
        console.print(f"  {address}{path}  {zh} · {en}")
    console.print("停止：Ctrl+C")


def application(house: House, settings: Mapping[str, Any]) -> SafeHeaders:
    """Pages and interface as one; every answer of either bears the safe headers, and every cookie their marks."""
    own = [profile for room in house.declared.rooms for profile in room.profiles]
    interface = server.build(
        house.access, house.clock, house.secret, _conduct(settings), own, house.access.system("profiles"),
        session.cookie(house.drill),
    )  # fmt: skip
    return SafeHeaders(server.beside(interface, routes.build(house)))


def settle(house: House) -> None:
    """Make ready what every page needs, and take it out of the garbage collector's sight: definitions, declarations and
    circles live as long as the process, and looking through them again and again stops every page for up to a second at
    100,000 residents. What comes later is looked through as before, only less often."""
    house.access.make_ready()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECTING)


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
    """Serve until told to stop, and the drills that were left open with it."""
    keeper = Keeper(house)
    house.drills = keeper
    keeper.resume()
    app = drilling.Beside(application(house, settings), keeper, lambda drill: application(drill, settings))
    settle(house)
    with jobs.running((*jobs.jobs_of(house), drilling.Chores(keeper))):
        uvicorn.run(
            app, host=settings["host"], port=settings["port"], log_level="warning", server_header=False,
            http=slow_heads.within(settings["head_seconds"]),
            timeout_graceful_shutdown=3,  # streams that say what has changed are cut, they do not hold the house open
        )  # fmt: skip
