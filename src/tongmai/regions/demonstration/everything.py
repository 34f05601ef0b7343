"""All facts of the demonstration in the order in which they may refer to each other."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from tongmai.regions.demonstration.accreditation import accreditation
from tongmai.regions.demonstration.arrangements import arrangements
from tongmai.regions.demonstration.building import Builders, projects
from tongmai.regions.demonstration.cards import Unit, cards
from tongmai.regions.demonstration.certificates import certificates
from tongmai.regions.demonstration.chinese import Known as Halls
from tongmai.regions.demonstration.chinese import chinese, residents_by_town
from tongmai.regions.demonstration.communities import Known, appraised, communities
from tongmai.regions.demonstration.consultations import Panel, consultations
from tongmai.regions.demonstration.diagnostics import Party, under_way
from tongmai.regions.demonstration.drugs import drugs
from tongmai.regions.demonstration.duplicates import duplicates
from tongmai.regions.demonstration.emergencies import emergencies
from tongmai.regions.demonstration.emergency_places import Known as Emergencies
from tongmai.regions.demonstration.equipment import equipment, wards
from tongmai.regions.demonstration.establishment import establishment
from tongmai.regions.demonstration.figures import pools, recorded, reported
from tongmai.regions.demonstration.filings import filings
from tongmai.regions.demonstration.followups import contract_task, followed
from tongmai.regions.demonstration.front_pages import front_pages
from tongmai.regions.demonstration.fund import fund
from tongmai.regions.demonstration.gradings import complaints, graded
from tongmai.regions.demonstration.investing import deaths, funding, opinions, treatable
from tongmai.regions.demonstration.neighbourhood import PRIMARY, choices, nearby, signing
from tongmai.regions.demonstration.network import institutions
from tongmai.regions.demonstration.newborns import newborns
from tongmai.regions.demonstration.nominations import nominations
from tongmai.regions.demonstration.parts import memberships, parts
from tongmai.regions.demonstration.pay import pay
from tongmai.regions.demonstration.points import points
from tongmai.regions.demonstration.posts_pool import lent, pool, seated, ways
from tongmai.regions.demonstration.programmes import covers, trainees
from tongmai.regions.demonstration.quality_work import quality_work
from tongmai.regions.demonstration.recognition import Towns, decided, marks, mutual, recent
from tongmai.regions.demonstration.referrals import illnesses, referrals
from tongmai.regions.demonstration.reports import operations, reports
from tongmai.regions.demonstration.residents import Home, circles, contracts, residents
from tongmai.regions.demonstration.rosters import rosters
from tongmai.regions.demonstration.services import services
from tongmai.regions.demonstration.slots import receiving, schedules, slots
from tongmai.regions.demonstration.staff import Workforce, workforce
from tongmai.regions.demonstration.story import Story, read_story
from tongmai.regions.demonstration.supervision import Known as Supervised
from tongmai.regions.demonstration.supervision import inspectors, supervised
from tongmai.regions.demonstration.tasks import claims, tasks_of_reports
from tongmai.regions.demonstration.visits import payments, station_operations, visits
from tongmai.regions.demonstration.writing import write
from tongmai.regions.region import Region

Row = dict[str, Any]
SEED = 28
ADULT = 18


def resources(region: Region, seed: int = SEED) -> Iterator[dict[str, Any]]:
    """Every resource of the demonstration. The same region and seed give the same bytes in every process."""
    return chain.from_iterable(write(lens, rows) for lens, rows in facts(region, seed))


def facts(region: Region, seed: int = SEED) -> Iterator[tuple[str, list[Row]]]:
    """(lens, rows), in an order in which every reference points backwards."""
    story = read_story(region)
    wholes = institutions(region)
    network = [*wholes, *parts(region, seed, wholes, story)]
    force = workforce(region, seed, network)
    rosters(force, seed, network, story)
    inspectors(force, network, story.cast)
    held = [*certificates(seed, network, story.cast), *accreditation(seed, network, story),
            *marks(seed, network, story)]  # fmt: skip
    offered = list(services(seed, network))
    approved = list(establishment(force, seed, network))
    given = pool(story, seed, network, approved)
    seated(force, approved, given, seed)
    loans = lent(story, seed, network, force, given, physicians(force), _managers(force), region.as_of)
    yield "institution", network
    yield "membership", memberships(story.cast, wholes)
    yield "staff", force.staff
    yield "post_held", force.posts
    yield "post", approved
    yield from ways(loans)
    yield from nominations(force, network, physicians(force), _managers(force), region.as_of, seed,
                            story.cast)  # fmt: skip
    yield "trainee", list(trainees(force, seed, network, region.as_of, story.cast.schools))
    yield "doctor_cover", list(covers(force, seed, network))
    yield "pay_year", list(pay(force, seed, network, region.as_of))
    yield "certificate", held
    yield from front_pages(region, seed, network, story.cast)
    yield from quality_work(network, held, physicians(force), _managers(force), region.as_of, story.cast)
    yield from arrangements(region, network, physicians(force), _managers(force), story.cast)
    yield "service", offered
    yield "equipment", list(equipment(seed, network))
    yield "ward", list(wards(network))
    yield from _communities(region, seed, network, force, story)
    yield from _planned(region, seed, network, force, story)
    yield from _people(region, seed, story, network, force, held)
    yield from _chinese(region, seed, network, force, offered, held, story)
    yield from _accounts(region, seed, network, held, force, offered, story)


def _known(region: Region, seed: int, network: Sequence[Row], force: Workforce, story: Story) -> Known:
    by_id = {row["id"]: row for row in network}
    joined: dict[str, list[Row]] = {}
    for row in memberships(story.cast, network):
        joined.setdefault(row["community"], []).append(by_id[row["member"]])
    return Known(by_id, joined, physicians(force), _managers(force), region.as_of, seed, story.cast)


def _communities(
    region: Region, seed: int, network: Sequence[Row], force: Workforce, story: Story
) -> Iterator[tuple[str, list[Row]]]:
    """Charters, postings, trusteeships with their tasks, rounds to villages."""
    found = communities(_known(region, seed, network, force, story), force)
    yield "partnership", found.partnerships
    yield "charter", found.charters
    yield "posting", found.postings
    yield "support_task", found.support
    yield "circuit_round", found.rounds
    yield "task", found.tasks


def _planned(
    region: Region, seed: int, network: Sequence[Row], force: Workforce, story: Story
) -> Iterator[tuple[str, list[Row]]]:
    """Projects, funding, deaths by age, what county hospitals can treat."""
    doctors, managers = physicians(force), _managers(force)
    built, work = projects(Builders(network, doctors, managers, story.cast, region.as_of))
    yield "project", built
    yield "task", work
    lines, entries, waiting = funding(region, managers, story.cast, seed)
    yield "funding_line", lines
    yield "funding_entry", entries
    yield "task", waiting
    yield "mortality_year", deaths(region, seed)
    values, reports = treatable(story, doctors, managers, region.as_of)
    yield "reported", values
    yield "task", reports


def _people(
    region: Region, seed: int, story: Story, network: list[Row], force: Workforce, held: Sequence[Row]
) -> Iterator[tuple[str, list[Row]]]:
    townships = [row for row in network if row["kind"] == "township_hospital"]
    stations = [row for row in network if row["kind"] == "emergency_station"]
    primary = frozenset(row["id"] for row in network if row["kind"] in PRIMARY)
    homes = residents(region, seed)
    near = nearby(homes, townships)
    signs = signing(region, seed, network)
    yield "resident", [home.row for home in homes]
    told = [person.patient for person in region.people if person.patient]
    yield from newborns(region, homes, frozenset(told), physicians(force), story.cast)
    if keeper := story.cast.people.get("record-keeper"):
        paired, work = duplicates(homes, told, keeper, region.as_of)
        yield "record_pair", paired
        yield "task", work
    signed = contracts(homes, seed, story, signs, told)
    yield "contract", signed
    yield "circle", circles(signed)
    seen = list(visits(homes, seed, choices(region, network, signs)))
    yield "visit", seen
    yield "visit", list(station_operations(stations, seed, story, near))
    yield "report", list(reports(townships, seed, story, near))
    yield "operation", list(operations(townships, seed, near))
    yield "payment", list(payments(seen, seed, primary))
    judged = [row["id"] for row in network
              if (row["kind"], row["tier"], row["ownership"]) == ("general_hospital", "county", "public")]  # fmt: skip
    yield "visit_opinion", opinions(seen, judged, region.as_of, seed, told)
    yield from illnesses(signed, homes, region.as_of, seed, told)
    yield from _followed(region, seed, homes, signed, force, frozenset(told), story)
    yield from _referred(region, seed, story, homes, signed, network, force, frozenset(told))
    yield from _examined(region, seed, story, homes, signed, network, force, told)
    yield from _notified(region, seed, homes, force, frozenset(told), story)
    yield from filings(homes, physicians(force), region.as_of, frozenset(told), story.cast)
    yield from drugs(network, homes, physicians(force), _managers(force), region.as_of, seed, story.cast)
    yield from _consulted(region, seed, homes, network, force, frozenset(told), story)
    yield from emergencies(Emergencies(region, network, force, _managers(force), story.cast), homes, frozenset(told))
    known = Supervised(region, network, force, _managers(force), seed, story.cast)
    yield from _supervised(known, homes, held, frozenset(told))


def _supervised(
    known: Supervised, homes: Sequence[Home], held: Sequence[Row], spared: frozenset[str]
) -> Iterator[tuple[str, list[Row]]]:
    """Draws, inspections, complaints; gradings, which count them."""
    made, inspections = supervised(known)
    filed, work = complaints(known, homes, spared)
    yield from made
    yield "complaint", filed
    yield "task", work
    yield from graded(known, held, inspections, filed)


def _notified(
    region: Region, seed: int, homes: Sequence[Home], force: Workforce, spared: frozenset[str], story: Story
) -> Iterator[tuple[str, list[Row]]]:
    """Cards of notifiable diseases from township hospitals with a doctor, and the signal. `spared`: the tour's own."""
    doctors = physicians(force)
    people: dict[str, list[Row]] = {}
    for home in sorted(homes, key=lambda home: home.age < ADULT):  # adults first
        town = f"th-{home.township[:9]}"
        if town in doctors and home.row["id"] not in spared:
            people.setdefault(town, []).append(home.row)
    managers = _managers(force)
    units = {
        town: Unit(("clinician", town, doctors[town]),
                   ("county-officer", f"commission-{town[3:9]}", managers[f"commission-{town[3:9]}"]),
                   story.cast.planner, found)
        for town, found in people.items()
    }  # fmt: skip
    made = cards(units, region.as_of, seed, story.cast.town)
    yield "disease_card", made.cards
    yield "epidemic_signal", made.signals
    yield "task", made.tasks


def _consulted(
    region: Region, seed: int, homes: Sequence[Home], network: list[Row], force: Workforce, spared: frozenset[str],
    story: Story,
) -> Iterator[tuple[str, list[Row]]]:  # fmt: skip
    """Consultations with the circles of those who take part, remote teaching: where somebody runs a centre."""
    centre = story.cast.people.get("consultation-centre")
    if not centre:
        return
    village = next(row["village"] for row in network if row["id"] == centre[1])
    panel = Panel(centre, f"{village[:9]}000", story.cast, physicians(force))
    found = consultations(homes, panel, region.as_of, seed, spared)
    yield "consultation", found.consultations
    yield "consultation_circle", found.circles
    yield "teaching_session", found.sessions
    yield "task", found.tasks


def _chinese(
    region: Region, seed: int, network: list[Row], force: Workforce, offered: Sequence[Row], held: Sequence[Row],
    story: Story,
) -> Iterator[tuple[str, list[Row]]]:  # fmt: skip
    """Techniques performed, halls and pavilions under review, inheritance studios."""
    staff: dict[str, list[str]] = {}
    for (host, post), workers in force.at.items():
        if post == "physician":
            staff.setdefault(host, []).extend(one["id"] for one in workers)
    people = residents_by_town(residents(region, seed))
    doctors, managers = physicians(force), _managers(force)
    found = chinese(Halls(network, offered, held, doctors, managers, people, staff, region.as_of, seed, story.cast))
    yield "technique_done", found.procedures
    yield "hall_review", found.reviews
    yield "studio", found.studios
    yield "task", found.tasks


def _followed(
    region: Region, seed: int, homes: Sequence[Home], signed: list[Row], force: Workforce, spared: frozenset[str],
    story: Story,
) -> Iterator[tuple[str, list[Row]]]:  # fmt: skip
    """Programmes of follow-up, and the work behind contracts in force: in the counties of the tour. Elsewhere they are
    facts loaded from before."""
    doctors = physicians(force)
    at_work = (f"th-{story.cast.town_county}", f"th-{story.cast.hospital_county}")
    found = followed(signed, homes, doctors, region.as_of, seed, spared)
    kept = [row for row in signed if row["state"] == "active" and row["institution"] in doctors
            and row["institution"].startswith(at_work)]  # fmt: skip
    yield "condition", found.conditions
    yield "programme", found.programmes
    yield "follow_up_record", found.records
    agreed = [contract_task(row, doctors[row["institution"]]) for row in kept]
    yield "task", [*found.tasks, *agreed]


def _examined(
    region: Region, seed: int, story: Story, homes: Sequence[Home], signed: list[Row], network: list[Row],
    force: Workforce, told: Sequence[str],
) -> Iterator[tuple[str, list[Row]]]:  # fmt: skip
    """Tests that townships ask for. `told`: residents of the tour's story."""
    by_id, doctors = {home.row["id"]: home.row for home in homes}, physicians(force)
    grown = {home.row["id"] for home in homes if home.age >= ADULT}
    people: dict[str, list[Row]] = {}
    for row in signed:
        if row["state"] == "active" and row["institution"] in doctors and row["person"] not in told:
            people.setdefault(row["institution"], []).append(by_id[row["person"]])
    for near in people.values():
        near.sort(key=lambda person: person["id"] not in grown)  # adults first
    towns = _towns(story, network, doctors, people)
    using = [town for town in people if town.startswith("th-") and town[3:] not in story.centres_unused]
    now = under_way(people, using, towns.readers, towns.clinicians, region.as_of, seed, story.cast)
    past = decided(towns, using, seed)
    maker = f"sc-{story.cast.hospital_county}-laboratory"
    shown = [recent(by_id[person], towns.readers[maker], story.cast.hospital) for person in told[:1]]
    made = [*now.reports, *past.reports]
    if head := story.cast.people.get("institution-head"):  # the head of an invented private hospital
        town, hospital = people[story.cast.town], story.cast.hospital
        both = mutual(
            [one for one in town if one["id"] in grown][-1], [towns.readers[head[1]], towns.readers[hospital]]
        )
        shown += both.reports
        yield "registered_circle", both.circles
    yield "test_report", [*shown, *(row for row in made if "focus" not in row)]  # requests point to these
    yield "test_under_way", [*now.requests, *past.requests]
    yield "test_report", [row for row in made if "focus" in row]
    yield "task", [*now.tasks, *past.tasks]
    yield "reading_circle", [*now.circles, *past.circles]


def _towns(story: Story, network: list[Row], doctors: Mapping[str, str], people: Mapping[str, Sequence[Row]]) -> Towns:
    """Who asks and who reads: a doctor of each township, one of each centre's hospital."""
    joined = {row["member"]: row["community"] for row in memberships(story.cast, network)}
    readers: dict[str, Party] = {}
    for row in network:
        if row["kind"] == "shared_centre":
            readers[row["id"]] = ("centre-reader", row["id"], doctors[row["owner"]])
            joined |= {row["id"]: joined[row["owner"]]}
        elif row["kind"] == "general_hospital" and row["id"] in doctors:
            readers[row["id"]] = ("specialist", row["id"], doctors[row["id"]])
    clinicians: dict[str, Party] = {town: ("clinician", town, doctors[town]) for town in people}
    return Towns(people, clinicians, readers, joined, story.marks)


def _referred(
    region: Region, seed: int, story: Story, homes: Sequence[Home], signed: list[Row], network: list[Row],
    force: Workforce, spared: frozenset[str],
) -> Iterator[tuple[str, list[Row]]]:  # fmt: skip
    hospitals, day = receiving(network), region.as_of
    under_way = referrals(homes, signed, hospitals, physicians(force), day, seed, spared, story.cast)
    yield "schedule", schedules(hospitals)
    yield "slot", list(slots(hospitals, day, frozenset(under_way.taken), story.slots_full))
    yield "referral_under_way", under_way.requests
    yield "appointment", under_way.appointments
    yield "referral_circle", under_way.circles
    yield "task", under_way.tasks


def physicians(force: Workforce) -> dict[str, str]:
    """Somebody who treats, by institution."""
    return {host: one[-1]["id"] for (host, post), one in force.at.items() if post in ("physician", "rural_doctor")}


def _managers(force: Workforce) -> dict[str, str]:
    """Somebody who manages, by institution."""
    return {host: people[-1]["id"] for (host, post), people in force.at.items() if post == "manager"}


def _accounts(
    region: Region, seed: int, network: list[Row], held: list[Row], force: Workforce, offered: list[Row], story: Story
) -> Iterator[tuple[str, list[Row]]]:
    known = recorded(network, held, force.posts, offered, story)
    known_to = _known(region, seed, network, force, story)

    def freeze(scored: Sequence[Row]) -> tuple[list[Row], list[Row], list[Row]]:
        return appraised(known_to, scored)

    yield from fund(
        region, seed, story, list(pools(network, story.cast)), memberships(story.cast, network), network, freeze
    )
    yield from points(region, seed, network, story.cast)
    office = "commission-"
    officers = {host.removeprefix(office): one for host, one in _managers(force).items() if host.startswith(office)}
    values = list(reported(known, story, officers))
    yield "reported", values
    yield "task", [*claims(held, physicians(force), officers), *tasks_of_reports(values, story.cast.planner)]
