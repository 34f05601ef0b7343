"""Who sits on an approved post, the posts that were given to a county's pool, and the loans of them. All invented."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tongmai.regions.demonstration.draws import shuffled, stream
from tongmai.regions.demonstration.staff import POSTS, Workforce
from tongmai.regions.demonstration.story import Story
from tongmai.regions.demonstration.tasks import LOAN, Taken, task_row

Row = dict[str, Any]
By = tuple[str, str, str]
VACANT_SHARE = (0.02, 0.06)
BORROWERS = frozenset({"township_hospital", "community_centre"})
PURPOSES = ("基层护理岗位补充", "儿科门诊力量补充", "中医馆开诊", "慢性病管理人员补充")
TERMS = (6, 12, 24, 36)
WORK = ("nurse", "physician", "pharmacist")


@dataclass
class Pool:
    """Rows of the views `pool_post` and `post_loan`, and the Tasks of the loans."""

    posts: list[Row] = field(default_factory=list)
    loans: list[Row] = field(default_factory=list)
    tasks: list[Row] = field(default_factory=list)


def pool(story: Story, seed: int, network: Sequence[Row], approved: Sequence[Row]) -> list[Row]:
    """The posts in the pools: so many a county as the story says, from the houses with the most approved posts."""
    by_id = {row["id"]: row for row in network}
    found = []
    for county, told in story.posts_pool.items():
        givers = [
            row["institution"] for row in sorted(approved, key=lambda row: -row["approved"])
            if row["category"] == "professional" and by_id[row["institution"]]["village"].startswith(county)
            and by_id[row["institution"]]["kind"] in ("general_hospital", "tcm_hospital")
        ]  # fmt: skip
        found += [
            {
                "id": f"pool-post-{county}-{number:03d}", "name": f"{told['name']}周转-{number:03d}",
                "institution": givers[number % len(givers)], "area": f"{county}000000", "category": "professional",
                "since": "2024-01-01", "basis": f"演示编制文件〔2023〕{number}号",
            }
            for number in range(1, int(told["posts"]) + 1)
        ]  # fmt: skip
    return found


def seated(force: Workforce, approved: Sequence[Row], given: Sequence[Row], seed: int) -> None:
    """Say who sits on an approved post: as many as there are, less those given to the pool and a few that are vacant.
    Whoever is there beyond that is there by contract."""
    total: dict[str, int] = {}
    for row in approved:
        total[row["institution"]] = total.get(row["institution"], 0) + int(row["approved"])
    out = [row["institution"] for row in given]
    by_house: dict[str, list[Row]] = {}
    for held in force.posts:
        if held["institution"] in total and held["post"] in POSTS:
            by_house.setdefault(held["institution"], []).append(held)
    for house, found in by_house.items():
        vacant = max(1, int(total[house] * stream(seed, "vacant", house).uniform(*VACANT_SHARE)))
        seats = max(0, total[house] - out.count(house) - vacant)
        for place, held in enumerate(found):
            held["tenure"] = "established" if place < seats else "contract"


def lent(
    story: Story, seed: int, network: Sequence[Row], force: Workforce, posts: Sequence[Row],
    doctors: Mapping[str, str], officers: Mapping[str, str], day: date,
) -> Pool:  # fmt: skip
    """The loans: as many a county as the story says, one of them late where it says so, one without anybody named; and
    one that is asked for."""
    made = Pool(posts=list(posts))
    for county, told in story.posts_pool.items():
        houses = shuffled(
            [row["id"] for row in network
             if row["kind"] in BORROWERS and row["village"].startswith(county) and row["id"] in doctors
             and row["ownership"] == "public" and row["id"] not in story.posts_pool_spared], seed, "borrowers", county,
        )  # fmt: skip
        own = [row for row in posts if row["area"].startswith(county)]
        officer = ("county-officer", f"commission-{county}", officers[f"commission-{county}"])
        for number in range(int(told["lent"])):
            house = houses[number % len(houses)]
            late = number == 0 and bool(told.get("late"))
            unnamed = number == 1 and bool(told.get("unnamed"))
            _lend(made, own[number], house, ("clinician", house, doctors[house]), officer, force, day,
                  stream(seed, "loan", county, number), late, unnamed)  # fmt: skip
        if told.get("asked"):
            house = houses[-1]
            _ask(made, f"loan-{county}-asked", house, ("clinician", house, doctors[house]), f"{county}000000", day)
    return made


def _lend(
    made: Pool, post: Row, house: str, borrower: By, officer: By, force: Workforce, day: date, chance: Any,
    late: bool, unnamed: bool,
) -> None:  # fmt: skip
    months = 12 if late else chance.choice(TERMS)
    begun = day - timedelta(days=380) if late else day - timedelta(days=chance.randrange(20, 150))
    start = begun + timedelta(days=8)
    who = None if unnamed else _who(force, house)
    work = next((one for one in WORK if who and who["post"] == one), "nurse")
    purpose = chance.choice(PURPOSES)
    id = f"loan-{post['id'].removeprefix('pool-post-')}"
    row: Row = {
        "id": id, "borrower": house, "area": post["area"], "profession": work, "purpose": purpose,
        "wanted": start.isoformat(), "months": months, "post": post["id"], "place": post["id"],
        "since": start.isoformat(), "until": _last(start, months).isoformat(),
        "document": f"演示借编〔{start.year}〕{post['id'][-3:]}号", "state": "lent" if unnamed else "staffed",
        "note": "同意，从县周转池借出（演示）",
    }  # fmt: skip
    taken = [
        Taken("start", begun, borrower, "", "asked", {}),
        Taken("approve", begun + timedelta(days=5), officer, "asked", "approved", {"opinion": row["note"]}),
        Taken("lend", start, officer, "approved", "lent",
              {"post": f"PoolPost/{post['id']}", "begins": row["since"], "document": row["document"]}),
    ]  # fmt: skip
    if who is not None:
        named = start + timedelta(days=6)
        who["tenure"] = "pool"
        row |= {"person": who["person"], "named": named.isoformat()}
        taken.append(Taken("name", named, borrower, "lent", "staffed", {"person": f"Practitioner/{who['person']}"}))
    made.loans.append(row)
    made.tasks.append(task_row(LOAN, f"PostLoan/{id}", [post["id"]], taken, False))


def _ask(made: Pool, id: str, house: str, borrower: By, area: str, day: date) -> None:
    made.loans.append({
        "id": id, "borrower": house, "area": area, "profession": "nurse", "purpose": PURPOSES[0],
        "wanted": (day + timedelta(days=15)).isoformat(), "months": 12, "place": id, "state": "asked",
    })  # fmt: skip
    begun = [Taken("start", day - timedelta(days=3), borrower, "", "asked", {})]
    made.tasks.append(task_row(LOAN, f"PostLoan/{id}", [id], begun, False))


def _who(force: Workforce, house: str) -> Row | None:
    """Somebody at a house who sits on no approved post."""
    free = (row for row in reversed(force.posts) if row["institution"] == house and row.get("tenure") == "contract"
            and row["post"] in WORK)  # fmt: skip
    return next(free, None)


def _last(start: date, months: int) -> date:
    """The last day of a term of whole months from a day that every month has."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, 28)) - timedelta(days=1)


def ways(made: Pool) -> Iterator[tuple[str, list[Row]]]:
    """(lens, rows) in an order in which every reference points backwards."""
    yield "pool_post", made.posts
    yield "post_loan", made.loans
    yield "task", made.tasks
