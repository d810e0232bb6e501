"""One seeded company for all safety tests of a worker; each test's own changes are rolled back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client

from liuke.api.policies import SCOPES
from liuke.foundation import clock
from liuke.foundation.identity.actions import make_token
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from liuke.web.ui.catalogue import compile_all
from tests.safety.world import NOW, World, build
from tests.support import databases


@pytest.fixture(scope="package", autouse=True)
def seeded(django_db_setup: None, template_database: str, django_db_blocker: pytest.FixtureRequest) -> Iterator[World]:
    """The company, committed in a database of this folder's own."""
    compile_all()
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    own = databases.copy(template_database, "safety")
    previous = databases.point_django_at(own)
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        made = build()
        connections.close_all()
    yield made
    databases.point_django_at(previous)
    databases.drop(own)


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """The clock stands five minutes after the company was made; `still(moment)` moves it."""
    told = [NOW + timedelta(minutes=5)]
    monkeypatch.setattr(clock, "now", lambda: told[0])
    return lambda moment: told.__setitem__(0, moment)


@pytest.fixture
def world(seeded: World, db: None) -> World:
    return seeded


def browser_of(person: Actor | None, **headers: str) -> Client:
    """A signed-in browser (or nobody's); what is not answered is told as 500, as in service."""
    client = Client(headers={"host": "localhost", "accept": "text/html", **headers}, raise_request_exception=False)
    if person is not None:
        client.force_login(person, backend="liuke.foundation.identity.backend.StaffBackend")
        session = client.session
        session["started_at"] = session["seen_at"] = clock.now().isoformat()
        session["epoch"] = person.session_epoch
        session.save()
    return client


def token_of(*scopes: str, roles: tuple[str, ...] = (), teams: tuple[str, ...] = ()) -> str:
    """A token with these scopes, or with all."""
    boss = system_actor(Actor.Kind.JOB, "set-up")
    made = make_token(
        name="程序", scopes=scopes or tuple(SCOPES), roles=roles, teams=teams,
        expires_at=clock.now() + timedelta(days=30), by=boss, at=clock.now(),
    )  # fmt: skip
    return made.clear
