"""The canaries, one of each secrecy level: whose numbers, door and identity number may turn up nowhere, whose names only
where the role may see them, and what their fields say only where the level may be read. Every page of every role, every answer of the API, every table, every log line is searched."""

from __future__ import annotations

import io
import logging
import zipfile
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpResponse

from liuke.api.main import api
from liuke.areas.customers import access as customers
from liuke.areas.customers.models import Customer
from liuke.foundation import clock
from liuke.foundation.audit.models import AuditRow
from liuke.foundation.forms.actions import issue
from liuke.foundation.gateways import jobs
from liuke.foundation.gateways.actions import post
from liuke.foundation.gateways.drafts import MessageDraft
from liuke.foundation.gateways.models import OutboxMessage, RecordedMessage
from liuke.foundation.identity.roles import CENTRE_ROLES
from liuke.kernel.promises.loop import run_due
from tests.safety import matrix, routes
from tests.safety.conftest import browser_of, token_of
from tests.safety.test_matrix import CALLS, LOOKS, WHO, send
from tests.safety.world import DOOR, MARKED, NAME, PHONE, SON, SON_PHONE, World, identity_number

NUMBERS = [
    form
    for phone in (PHONE, SON_PHONE, *(her.phone for her in MARKED.values()))
    for form in (phone, f"{phone[:3]} {phone[3:7]} {phone[7:]}", f"{phone[:3]}-{phone[3:7]}-{phone[7:]}")
]
SECRETS = (*NUMBERS, identity_number(), identity_number()[6:14], DOOR, "1907室", "121.5534", "29.8712")
NAMES = (NAME, SON, *(her.name[:3] for her in MARKED.values()))
WORDS = tuple(her.words for her in MARKED.values())
TABS = ("timeline", "products", "orders", "people", "promises")
HOMES = {
    "customers_customer", "customers_contact", "customers_address", "customers_searchentry", "journal_event",
    "promises_promise", "service_servicerequest", "service_ordermachine", "service_visit", "care_callback",
    "care_dissatisfaction", "secrecy_personrequest", "complaints_complaint", "complaints_part", "complaints_remedy", "complaints_improvement",
    "complaints_letter", "complaints_paper",
}  # fmt: skip
"""Tables in which her name may stand (and from which erasure takes it): never jobs, outbox, notices, audit, sessions."""
FIELDS = {"customers_fieldvalue", "journal_event", "files_storedfile"}
"""Where the words of a field may stand: the file, the event that says what was written; as a name, the stored file."""


def text_of(answer: HttpResponse) -> str:
    """Everything an answer says, headers and packed workbooks included."""
    said = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    told = said.decode("utf-8", "replace")
    if said.startswith(b"PK\x03\x04"):
        packed = zipfile.ZipFile(io.BytesIO(said))
        told = "\n".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    return told + "\n" + str(dict(answer.headers))


def found_in(text: str, needles: tuple[str, ...]) -> list[str]:
    return [needle for needle in needles if needle in text]


@pytest.fixture
def heard(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    caplog.set_level(logging.INFO)
    yield caplog
    told = "\n".join(f"{r.getMessage()} {r.exc_text or ''} {r.exc_info or ''}" for r in caplog.records)
    assert found_in(told, SECRETS + NAMES + WORDS) == [], "in the log"


def may_see(world: World, who: str) -> bool:
    person = world.people[who]
    return not CENTRE_ROLES.isdisjoint(person.roles) or matrix.sees(world, who, person, "customer", "east")


@pytest.mark.parametrize("who", WHO)
def test_no_page_shows_the_number_and_only_those_who_may_read_the_name(
    world: World, heard: pytest.LogCaptureFixture, who: str
) -> None:
    person, wrong = world.people[who], []
    browser = browser_of(person)
    urls = [routes.fill(page.route, matrix.things(world, "east")) for page in LOOKS]
    urls += [f"/customers/{world.canary_code}/?tab={tab}" for tab in TABS]
    urls += [f"/search/?q={NAME[:2]}", f"/calls/?customer={world.canary_code}", f"/calls/?call={world.call}"]
    marked = Customer.objects.filter(name__in=[her.name for her in MARKED.values()]).values_list("code", flat=True)
    urls += [one for code in marked for one in (f"/customers/{code}/?tab=details", f"/customers/{code}/cards/")]
    urls += [f"/secrecy/files/{key}/{door}" for key in world.marked.values() for door in ("", "opened/")]
    readable = customers.readable_levels(None, person)
    hidden = tuple(her.words for level, her in MARKED.items() if level not in readable)
    forbidden, named, read = (SECRETS if may_see(world, who) else SECRETS + NAMES) + hidden, 0, 0
    for url in urls:
        answer = browser.get(url)
        told = text_of(answer)
        named += NAME in told
        read += any(words in told for words in WORDS)
        wrong += [f"{needle} on {url} ({answer.status_code}) for {who}" for needle in found_in(told, forbidden)]
    assert "\n".join(wrong) == ""
    assert (named > 0) == may_see(world, who), "or this searches nothing"
    assert (read > 0) == (len(hidden) < len(MARKED)), "or this searches nothing"


def test_no_answer_of_the_api_shows_the_number(world: World, heard: pytest.LogCaptureFixture) -> None:
    clear, wrong = token_of(), []
    for call in CALLS:
        with matrix.kept_if_refused() as told:
            answer = send(call, routes.fill(call.route, matrix.things(world, "east")), clear, world)
            told.append(answer.status_code)
            wrong += [f"{needle} in {call.id}" for needle in found_in(text_of(answer), SECRETS + WORDS)]
    assert "\n".join(wrong) == ""
    assert api is not None


def test_the_screen_pop_knows_her_by_the_number_and_does_not_repeat_it(world: World, heard: object) -> None:
    from django.test import Client

    answer = Client(headers={"authorization": f"Bearer {token_of()}", "idempotency-key": "k"}).post(
        "/api/v1/calls", {"phone": PHONE}, content_type="application/json"
    )

    assert NAME in answer.content.decode()
    assert found_in(text_of(answer), SECRETS) == []


def test_a_number_typed_at_the_hotline_stands_in_no_address(world: World, heard: object) -> None:
    browser = browser_of(world.people["agent"])
    answer = browser.post("/calls/lookup/", {"form_number": issue(), "number": PHONE})
    assert answer.status_code == 302
    page = browser.get(answer["Location"])

    assert found_in(answer["Location"] + text_of(page), SECRETS) == []
    assert NAME in page.content.decode()
    assert PHONE not in browser.get(f"/calls/?phone={PHONE}")["Location"]


def test_the_number_is_told_to_whoever_asks_for_it_with_a_reason_and_an_audit_row(world: World, heard: object) -> None:
    phone = world.things["phone"].east
    before = AuditRow.objects.filter(act="customers.revealed").count()
    said = {"form_number": issue(), "value": f"phone:{phone}", "purpose": "call"}
    answer = browser_of(world.people["agent"]).post("/customers/reveal/", said)

    assert answer.status_code == 200
    assert answer.content.decode().replace(" ", "").count(PHONE) >= 1
    row = AuditRow.objects.filter(act="customers.revealed").order_by("-pk")[0]
    assert AuditRow.objects.filter(act="customers.revealed").count() == before + 1
    assert row.by_id == world.people["agent"].pk
    assert row.subject == world.canary_code


def test_a_stranger_who_asks_is_told_nothing(world: World, heard: object) -> None:
    phone = world.things["phone"].east
    for who in ("north site_clerk", "north technician", "east second", "dealer", "stranger"):
        said = {"form_number": issue(), "value": f"phone:{phone}", "purpose": "call"}
        answer = browser_of(world.people[who]).post("/customers/reveal/", said)
        assert answer.status_code in (403, 404), who
        assert found_in(text_of(answer).replace(" ", ""), (PHONE, SON_PHONE)) == [], who


def test_no_table_but_the_vault_holds_the_number_and_no_job_or_message_the_name(world: World, heard: object) -> None:
    _live_a_little(world)
    wrong = []
    for table in _tables():
        needles = SECRETS if table in HOMES else SECRETS + NAMES
        needles += () if table in FIELDS else WORDS
        if _count(table, *needles):
            wrong += [f"{needle} in {table}" for needle in needles if _count(table, needle)]
    assert "\n".join(wrong) == ""
    assert _count("journal_event", NAME) > 0  # or this searches nothing
    assert OutboxMessage.objects.exists() and RecordedMessage.objects.exists()
    assert _count("procrastinate_jobs", "gateways.send") > 0


def test_an_error_page_says_nothing_of_her(
    world: World, monkeypatch: pytest.MonkeyPatch, heard: pytest.LogCaptureFixture
) -> None:
    def fall(*args: object, **values: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr("liuke.web.desk.customer_file.file._frame", fall)
    answer = browser_of(world.people["agent"]).get(f"/customers/{world.canary_code}/")

    assert answer.status_code == 500
    assert found_in(text_of(answer), SECRETS + NAMES) == []


def _live_a_little(world: World) -> None:
    """The loop raises alarms and tells people; a message to her is sent; a call comes in by the API."""
    from django.test import Client

    post(
        [MessageDraft(key="canary", channel="sms", template="evaluation",
                      to=f"contact:{world.things['contact'].east}", values={"number": world.east_order, "link": "https://liuke.example/my/x/"})],
        at=clock.now(),
    )  # fmt: skip
    for message in OutboxMessage.objects.filter(state="waiting"):
        jobs.send(message=message.pk, at=clock.now())
    run_due(by=world.people["administrator"], at=clock.now() + timedelta(days=2))
    Client(headers={"authorization": f"Bearer {token_of()}", "idempotency-key": "live"}).post(
        "/api/v1/calls", {"phone": PHONE}, content_type="application/json"
    )
    browser_of(world.people["agent"]).post("/calls/lookup/", {"form_number": issue(), "number": PHONE})


def _tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = 'public' order by 1")
        return [name for (name,) in cursor.fetchall() if name != "customers_clearvalue"]


def _count(table: str, *needles: str) -> int:
    """The rows that hold any of these."""
    patterns = [f"%{needle}%" for needle in needles]
    with connection.cursor() as cursor:
        cursor.execute(f'select count(*) from "{table}" t where t::text like any(%s)', [patterns])
        return int(cursor.fetchone()[0])
