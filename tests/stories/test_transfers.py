"""Practice §1.12: a site that lacks a part gets it from a neighbour's shelf, and both stocks are right at every step."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from liuke.areas.parts.actions import handling, transfers
from liuke.areas.parts.models import Transfer
from liuke.areas.parts.queries.transfers import givers, list_transfers
from liuke.foundation import clock
from liuke.foundation.faults import Forbidden, Invalid, Missing, Refused, Stale
from liuke.kernel.promises.models import Promise
from tests.given import parts
from tests.given.parts import BOARD, MOTOR, Store
from tests.web.entering import as_, posted

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, tzinfo=clock.LOCAL)
HOUR = timedelta(hours=1)


@pytest.fixture
def store() -> Store:
    """Two motors on 城东's shelf, none on 北郊's."""
    made = parts.store(NOW - HOUR)
    from liuke.areas.parts.actions import asking

    number = asking.replenish(part=MOTOR, quantity=2, by=made.company.cast.east_clerk, at=NOW - HOUR)
    parts.at_site(made, number, NOW - HOUR)
    return made


def asked(s: Store, quantity: int = 2) -> str:
    by = s.company.cast.north_clerk
    return transfers.ask(MOTOR, quantity=quantity, from_=s.company.sites.east, by=by, at=NOW)


def owed(what: str, number: str) -> Promise:
    return Promise.objects.get(what=what, about=number)


def lie(s: Store) -> list[tuple[int, int]]:
    return [parts.lies(place, MOTOR) for place in (s.company.sites.east, "transit", s.company.sites.north)]


def test_asked_sent_and_received_moves_both_stocks_and_each_desk_owes_its_step(store: Store) -> None:
    c = store.company
    assert givers(MOTOR, 2, by=c.cast.north_clerk, at=NOW, but=c.sites.north) == ((c.sites.east, "城东服务网点"),)
    assert givers(MOTOR, 3, by=c.cast.north_clerk, at=NOW) == () == givers(BOARD, 1, by=c.cast.north_clerk, at=NOW)
    number = asked(store)
    assert owed("send-transfer", number).owner_team == f"site:{c.sites.east}"
    assert lie(store) == [(2, 0), (0, 0), (0, 0)]

    transfers.send(number, way="自取", by=c.cast.east_clerk, at=NOW + HOUR)
    assert lie(store) == [(0, 0), (2, 0), (0, 0)] and owed("send-transfer", number).state == "kept"
    assert owed("receive-transfer", number).owner_team == f"site:{c.sites.north}"

    transfers.receive(number, by=c.cast.north_clerk, at=NOW + 2 * HOUR)
    assert lie(store) == [(0, 0), (0, 0), (2, 0)] and owed("receive-transfer", number).state == "kept"
    assert parts.ledger_agrees()
    for act in (transfers.send, transfers.receive):
        with pytest.raises(Refused):
            act(number, by=store.clerk, at=NOW + 3 * HOUR)


def test_what_went_elsewhere_meanwhile_is_not_sent_and_may_be_declined_with_a_reason(store: Store) -> None:
    c, number = store.company, asked(store)
    handling.hand_over(MOTOR, quantity=1, from_=c.sites.east, to=store.van, by=c.cast.east_clerk, at=NOW)
    with pytest.raises(Refused) as short:
        transfers.send(number, by=c.cast.east_clerk, at=NOW)
    assert short.value.code == "not-in-stock" and Transfer.objects.get().state == "requested"
    with pytest.raises(Invalid):
        transfers.decline(number, reason="", by=c.cast.east_clerk, at=NOW)

    transfers.decline(number, reason="needed", by=c.cast.east_clerk, at=NOW)

    assert owed("send-transfer", number).state == "kept"
    [row] = list_transfers(by=c.cast.north_clerk, which="over")
    assert row.reason is not None and row.reason.zh == "本网点要用" and row.acts == ()


def test_withdrawn_before_it_is_sent_owes_nothing(store: Store) -> None:
    number = asked(store)
    transfers.withdraw(number, by=store.company.cast.north_manager, at=NOW)
    assert owed("send-transfer", number).state == "void" and lie(store)[0] == (2, 0)


def test_wrong_people_wrong_fields_and_stale_tabs(store: Store) -> None:
    c, number = store.company, asked(store)
    with pytest.raises(Forbidden):
        transfers.send(number, by=c.cast.north_clerk, at=NOW)
    with pytest.raises(Forbidden):
        transfers.withdraw(number, by=c.cast.east_clerk, at=NOW)
    for stranger in (c.cast.east_technician, c.cast.agent):
        with pytest.raises(Missing):
            transfers.send(number, by=stranger, at=NOW)
    with pytest.raises(Stale):
        transfers.send(number, by=c.cast.east_clerk, at=NOW, seen=7)
    for wrong in ({"from_": c.sites.north}, {"from_": "S-9999"}, {"quantity": 3}, {"quantity": 0}):
        with pytest.raises(Invalid):
            transfers.ask(MOTOR, **{"quantity": 1, "from_": c.sites.east, **wrong}, by=c.cast.north_clerk, at=NOW)  # type: ignore[arg-type]
    assert list_transfers(by=c.cast.agent) == () and len(list_transfers(by=store.lead)) == 1


def test_by_clicks_from_looking_who_has_it_to_the_shelf(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    c = store.company
    monkeypatch.setattr(clock, "now", lambda: NOW)
    north, east = as_(c.cast.north_clerk), as_(c.cast.east_clerk)
    place = f"/parts/transfers/new/?part={MOTOR}&quantity=2"
    assert "城东服务网点" in north.get(place).content.decode()
    assert "目录中没有这个编码" in north.get("/parts/transfers/new/?part=X-99&quantity=1").content.decode()
    assert posted(north, place, part=MOTOR, quantity="2").status_code == 422
    said = {"part": MOTOR, "quantity": "2", "from": c.sites.east, "to": c.sites.north}
    assert posted(north, place, **said).status_code == 302
    number = Transfer.objects.get().number
    assert number in east.get("/parts/transfers/").content.decode()

    values = {"number": number, "seen": "1"}
    assert posted(east, "/parts/transfers/", act="send", way="顺丰 1", **values).status_code == 302
    assert posted(east, "/parts/transfers/", act="send", **values).status_code == 409
    assert posted(north, "/parts/transfers/", act="receive", number=number, seen="2").status_code == 302
    assert "已调入" in north.get("/parts/transfers/?which=over").content.decode()
    assert parts.lies(c.sites.north, MOTOR) == (2, 0)


@pytest.mark.parametrize(
    ("name", "change"),
    [("a_transfer_goes_to_another_site", "same"), ("a_transfer_moves_something", {"quantity": 0}),
     ("a_transfer_is_in_a_known_state", {"state": "lost"}), ("a_declined_transfer_says_why", {"state": "declined"}),
     ("a_transfer_is_sent_before_it_is_received", {"state": "received"})],
)  # fmt: skip
def test_the_database_refuses_a_transfer_that_cannot_be(store: Store, name: str, change: object) -> None:
    rows = Transfer.objects.filter(number=asked(store))
    values = {"to_site": rows.get().from_site} if change == "same" else change
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        rows.update(**values)
