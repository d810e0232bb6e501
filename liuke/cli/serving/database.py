"""The database that a command works on: our own, started when need be, or an outside one that was found fit."""

import contextlib
import os
from collections.abc import Iterator

from liuke.foundation import keys
from liuke.foundation.postgres import cluster, outside, place


def is_outside() -> bool:
    """Whether DATABASE_URL names a server that others look after."""
    return bool(os.environ.get("DATABASE_URL"))


def owner_url() -> str:
    """The address for the role that owns the tables."""
    given = os.environ.get("DATABASE_OWNER_URL") or os.environ.get("DATABASE_URL")
    return given or place.address(keys.home(), role=place.OWNER)


def app_url() -> str:
    """The address for the role that serves."""
    return os.environ.get("DATABASE_URL") or place.address(keys.home())


def ensure() -> None:
    """Start our own if it does not run; refuse an outside one that is unfit."""
    if is_outside():
        outside.check(app_url())
    else:
        cluster.start(keys.home())


@contextlib.contextmanager
def up() -> Iterator[None]:
    """A database that answers; one that this call started is stopped at the end."""
    ours = not is_outside() and not cluster.running(keys.home())
    ensure()
    try:
        yield
    finally:
        if ours:
            _let_go()
            cluster.stop(keys.home())


def _let_go() -> None:
    from django.apps import apps

    if apps.ready:
        from django.db import connections

        for connection in connections.all(initialized_only=True):
            connection.close()
            connection.close_pool()  # type: ignore[attr-defined]
