"""People of the house with a browser each; catalogues are compiled once."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.test import Client

from liuke.foundation import clock
from liuke.foundation.identity.actions import add_person
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from liuke.web.ui.catalogue import compile_all

PASSWORD = "keeps-its-promises-1"


@pytest.fixture(scope="session", autouse=True)
def catalogues() -> None:
    compile_all()
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns where there is none


@pytest.fixture
def hire(db: None) -> Callable[..., Actor]:
    """hire("wangfang", "agent") makes a person who can sign in with PASSWORD."""

    def hired(username: str, *roles: str, name: str = "王芳", language: str = "zh-hans") -> Actor:
        by = system_actor(Actor.Kind.JOB, "setup")
        return add_person(
            username=username, name=name, by=by, at=clock.now(), password=PASSWORD, roles=roles, language=language
        )

    return hired


@pytest.fixture
def browser() -> Client:
    """Nobody is signed in; forgery is checked as in service."""
    return Client(headers={"host": "localhost", "accept": "text/html"})


@pytest.fixture
def sign_in(browser: Client) -> Iterator[Callable[..., Client]]:
    """sign_in("wangfang") goes through the page and gives the browser back."""

    def entered(username: str, password: str = PASSWORD) -> Client:
        answer = browser.post("/sign-in/", {"username": username, "password": password})
        assert answer.status_code == 302, answer.content.decode()
        return browser

    yield entered
