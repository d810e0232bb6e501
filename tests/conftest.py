"""The suite's PostgreSQL: one cluster, one migrated template per state of the migrations, a copy for each worker."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from pytest_socket import socket_allow_hosts

from tests.support import databases
from tests.support.databases import Database

_LOOPBACK = ["127.0.0.1", "::1", "localhost"]

# A busy machine draws and runs slowly; that says nothing about what is tested.
settings.register_profile("liuke", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("liuke")


def pytest_configure(config: pytest.Config) -> None:
    """Compile the catalogues, and forget what Django's own start has read: an absent file is remembered for life."""
    if not hasattr(config, "workerinput"):
        import gettext

        from django.conf import settings as django
        from django.utils.translation import trans_real

        from liuke.cli.setup import compile_translations

        compile_translations()
        gettext._translations.clear()  # type: ignore[attr-defined]
        trans_real._translations.clear()  # type: ignore[attr-defined]
        trans_real._default = None  # type: ignore[attr-defined]
        django.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns where it is not there yet


def pytest_runtest_setup() -> None:
    """Nothing in the suite may reach outside this machine."""
    socket_allow_hosts(_LOOPBACK, allow_unix_socket=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for mark in item.iter_markers("django_db"):
            if mark.kwargs.get("transaction") or mark.kwargs.get("serialized_rollback"):
                raise pytest.UsageError(f"{item.nodeid}: the journal forbids TRUNCATE; take `fresh_database` instead.")


@pytest.fixture(scope="session")
def template_database() -> str:
    """The name of a migrated database to copy from."""
    return databases.template()


@pytest.fixture(scope="session")
def django_db_setup(template_database: str) -> Iterator[None]:
    """Instead of pytest-django's: the worker's database is a copy of the template, used by the app role."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    copy = databases.copy(template_database, worker)
    previous = databases.point_django_at(copy)
    yield
    databases.point_django_at(previous)
    databases.drop(copy)


@pytest.fixture
def fresh_database(
    django_db_setup: None, template_database: str, django_db_blocker: pytest.FixtureRequest
) -> Iterator[Database]:
    """A database of the test's own, with real commits: for threads, for processes (`.environment()`), for kills.

    Django's default connection points at it during the test; threads close theirs with `connections.close_all()`.
    """
    own = databases.copy(template_database, "own")
    previous = databases.point_django_at(own)
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        yield own
    databases.point_django_at(previous)
    databases.drop(own)
