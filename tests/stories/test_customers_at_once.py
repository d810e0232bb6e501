"""Two hands on one file at the same moment, with real commits."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from django.db import connections

from liuke.areas.customers import access, playbook
from liuke.areas.customers.actions import filing, keeping, merging
from liuke.areas.customers.queries import file
from liuke.foundation.faults import Fault
from liuke.kernel.journal.queries import list_timeline
from liuke.kernel.playbook.register import read_facts
from tests.given.customers import known
from tests.given.people import cast
from tests.support.databases import Database

AT = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)


def at_once(acts: list[Callable[[], object]]) -> list[object]:
    """Run all in threads of their own; what each gave, or the fault it met."""

    def run(act: Callable[[], object]) -> object:
        try:
            return act()
        except Fault as fault:
            return fault
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_of_eight_who_complete_one_caller_one_wins(fresh_database: Database) -> None:
    people = cast(AT)
    pk = filing.register_unknown("13777778888", by=people.agent, at=AT)

    def complete() -> object:
        return filing.complete_provisional(pk, kind="household", name="王芳", by=people.agent, at=AT)

    assert at_once([complete] * 8).count(None) == 1
    kinds = [e.kind for e in list_timeline(pk, by=people.agent).events]
    assert kinds.count("customers.customer.completed") == 1


def test_two_merges_in_opposite_directions_end_in_one_file(fresh_database: Database) -> None:
    people = cast(AT)
    given = known(people, AT)
    ends = at_once(
        [
            lambda: merging.merge(given.zhou, given.chen, by=people.agent, at=AT),
            lambda: merging.merge(given.chen, given.zhou, by=people.lead, at=AT),
        ]
    )
    assert sum(isinstance(end, int) for end in ends) == 1
    brief = file.get_brief(given.zhou, by=people.agent)
    assert file.get_brief(given.chen, by=people.agent) == brief
    assert len(file.get_file(brief.id, by=people.agent).contacts) == 2


def test_the_budget_holds_when_two_pages_ask_at_once(fresh_database: Database) -> None:
    people = cast(AT)
    given = known(people, AT)
    ref = f"phone:{file.get_file(given.li, by=people.agent).contacts[0].phones[0].id}"
    for _ in range(access.BUDGET - 1):
        access.reveal(ref, purpose="回电", by=people.agent, at=AT)

    def look() -> object:
        return access.reveal(ref, purpose="回电", by=people.agent, at=AT)

    looks = at_once([look] * 4)
    assert sum(isinstance(end, str) for end in looks) == 1


def test_the_handbook_may_ask_for_grade_core_kind_and_keeper(fresh_database: Database) -> None:
    people = cast(AT)
    given = known(people, AT)
    facts = read_facts(["grade", "is_core", "customer_kind"], [given.haichuan, given.chen])
    assert facts[given.haichuan] == {"grade": "A", "is_core": True, "customer_kind": "company"}
    assert facts[given.chen] == {"grade": None, "is_core": False, "customer_kind": "household"}
    keeping.set_keeper(given.chen, people.account_manager, by=people.lead, at=AT)
    events = list_timeline(given.chen, by=people.agent).events
    owners = playbook.keepers(events, AT)
    assert {owner.person_id for owner in owners.values()} == {people.account_manager.pk}
