"""Pages under load: 16 people, each a page every two seconds, on a demonstration of so many residents.

    python benchmarks/pages.py [RESIDENTS, 10000 unless given] [SECONDS, 60 unless given] [FOLDER to keep and use again]

Every page of the menu and of its records, by the people who work there, over HTTP on the loopback, by threads of
another process than the server's. Peer, under the same load: the style sheet from the same server; no fact is read.
"""

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from pathlib import Path

import httpx

from _measure import machine, row
from tongmai.regions import region

CLIENTS, EVERY, PORT = 16, 2.0, 8199
PAGES = {
    "planner": ("/", "/plans/changji-2024", "/plans/changji-2024/targets/T06", "/plans/changji-2024/targets/T12",
                "/orders", "/policy", "/institutions", "/certificates"),
    "clinician": ("/", "/residents", "/residents/resident-652328102-0001", "/referrals", "/diagnostics",
                  "/new-referral/resident-652328102-0001", "/institutions"),
    "referral-centre": ("/", "/referrals", "/residents", "/policy"),
    "specialist": ("/", "/diagnostics", "/referrals", "/diagnostics/requests/request-tour-ecg"),
    "resident": ("/my-record", "/my-record/looked"),
}  # fmt: skip
Seen = dict[str, list[tuple[float, int]]]


def grown(folder: Path, residents: int) -> Path:
    """The demonstration's region with another number of residents; as it is where it was made before."""
    place = folder / "changji"
    if place.exists():
        return place
    shutil.copytree(region.FOLDER / "changji", place)
    told = (place / "region.yaml").read_text(encoding="utf-8")
    (place / "region.yaml").write_text(re.sub(r"residents: \d+", f"residents: {residents}", told), encoding="utf-8")
    return place


def opened(base: str, server: "subprocess.Popen[bytes]", within: float) -> None:
    end = time.monotonic() + within
    while time.monotonic() < end and server.poll() is None:
        try:
            httpx.get(f"{base}/sign-in", timeout=2)
        except httpx.HTTPError:
            time.sleep(1)
        else:
            return
    raise SystemExit("the demonstration did not open: see its log")


def signed_in(base: str, person: str) -> httpx.Client:
    client = httpx.Client(base_url=base, timeout=30, follow_redirects=True)
    token = re.findall(r'name="_token" value="([^"]+)"', client.get("/sign-in").text)[0]
    client.post("/sign-in", data={"_token": token, "person": person, "back": "/tour"})
    return client


def visits(
    client: httpx.Client, person: str, first: int, until: float, seen: Seen, refused: Counter[str], lock: threading.Lock
) -> None:
    """One person's pages in turn, one every two seconds."""
    pages, turn = PAGES[person], first
    time.sleep(first * EVERY / CLIENTS)
    while time.monotonic() < until:
        began = time.perf_counter()
        page = pages[turn % len(pages)]
        answer = client.get(page)
        took = time.perf_counter() - began
        with lock:
            if answer.status_code == 200:
                seen[page].append((took, len(answer.content)))
            else:
                refused[f"{person} {page}: {answer.status_code}"] += 1
        turn += 1
        time.sleep(max(0.0, EVERY - took))


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1] * 1000 if len(times) > 1 else times[0] * 1000


def main() -> None:
    residents = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 60.0
    base = f"http://127.0.0.1:{PORT}"
    with tempfile.TemporaryDirectory() as passing:
        place = sys.argv[3] if len(sys.argv) > 3 else passing
        Path(place).mkdir(parents=True, exist_ok=True)
        folder = grown(Path(place), residents)
        command = [sys.executable, "-m", "tongmai.cli", "demo", "--region", str(folder), "--data", f"{place}/data",
                   "--port", str(PORT)]  # fmt: skip
        began = time.monotonic()
        with Path(place, "log").open("wb") as log:
            server = subprocess.Popen(command, stdout=log, stderr=log)
            try:
                opened(base, server, within=3_600)
                print(f"{machine()}, {os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f}")
                print(f"{residents:,} residents, built and open after {time.monotonic() - began:.0f} s")
                measured(base, seconds)
            finally:
                server.terminate()
                server.wait(20)


def measured(base: str, seconds: float) -> None:
    lock, people = threading.Lock(), list(PAGES)
    for person in people:  # what a process makes once (plans decided, templates compiled) is made before
        client = signed_in(base, person)
        for page in PAGES[person]:
            client.get(page)
    seen: Seen = defaultdict(list)
    refused: Counter[str] = Counter()
    chosen = [people[number % len(people)] for number in range(CLIENTS)]
    clients = [signed_in(base, person) for person in chosen]
    until = time.monotonic() + seconds
    threads = [
        threading.Thread(target=visits, args=(client, person, number, until, seen, refused, lock))
        for number, (client, person) in enumerate(zip(clients, chosen, strict=True))
    ]
    static: list[float] = []
    threads.append(threading.Thread(target=style_sheets, args=(base, until, static)))
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    floor = p95(static)
    for page in sorted(seen, key=lambda page: -p95([took for took, _ in seen[page]])):
        times = [took for took, _ in seen[page]]
        name = re.sub(r"/(resident|request)-[\w-]+", r"/\1", page)
        row(f"{name} p95 ms ({len(times)} times, {max(size for _, size in seen[page]):,} bytes)",
            f"{p95(times):.0f}", f"{floor:.0f} (style sheet)", p95(times) / floor)  # fmt: skip
    every = [took for page in seen.values() for took, _ in page]
    for what, often in sorted(refused.items()):
        print(f"not measured: {what}, {often} times")
    half = statistics.median(every) * 1000
    print(f"all pages: {len(every)} in {seconds:.0f} s, p50 {half:.0f} ms, p95 {p95(every):.0f} ms")


def style_sheets(base: str, until: float, times: list[float]) -> None:
    """The peer: a file of the same server twice a second, while the pages are asked for."""
    with httpx.Client(base_url=base, timeout=30) as client:
        while time.monotonic() < until:
            began = time.perf_counter()
            client.get("/static/house.css")
            times.append(time.perf_counter() - began)
            time.sleep(0.5)


if __name__ == "__main__":
    main()
