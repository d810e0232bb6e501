"""The company of the bench, by the rooms' own actions: people, twelve sites, sixty technicians, catalogue, handbook."""

from __future__ import annotations

import json
import os
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from bench import home

if TYPE_CHECKING:
    from liuke.foundation.identity.models import Actor

SCOPES = ("read", "intake", "dispatch", "field", "callback", "promises", "backdate")
SINCE = timedelta(days=420)  # certificates are written for 700 days from the founding: they hold still


def found() -> None:
    """In a database with empty tables. The token's secret goes into BENCH_HOME, where the load finds it."""
    from django.conf import settings

    from liuke.cli.playing import company
    from liuke.foundation import clock
    from liuke.foundation.identity import actions as identity
    from liuke.foundation.identity.queries import system_actor
    from liuke.kernel.playbook import loading

    now = clock.now()
    start = now - SINCE
    loading.load(settings.HANDBOOK_DIRS, by=system_actor("import", "handbook"), at=start, in_force_from=start)
    made = company.found(company.full(Random(1)), at=start)
    _renew_contracts(by=made.one("admin"), now=now)
    token = identity.make_token(
        name="bench", scopes=SCOPES, expires_at=now + timedelta(days=360), by=made.one("admin"), at=now
    )
    keep_token(token.clear)


def _renew_contracts(*, by: Actor, now: datetime) -> None:
    """They were made for 400 days from the founding, and are over."""
    from liuke.areas.network.actions import sites
    from liuke.areas.network.queries.sites import list_sites

    for site in list_sites(by=by, mode="commissioned"):
        changes = {"contract_until": now.date() + timedelta(days=365)}
        sites.change_site(site.number, changes=changes, seen_version=site.version, by=by, at=now)


def keep_token(clear: str) -> None:
    path = home.HOME / "token.json"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump({"token": clear}, file)


def token() -> str:
    found: str = json.loads((home.HOME / "token.json").read_text())["token"]
    return found
