"""A browser in which somebody is signed in, without going through the page."""

from __future__ import annotations

from typing import Any

from django.test import Client

from liuke.foundation import clock
from liuke.foundation.forms.actions import issue
from liuke.foundation.identity.models import Actor
from liuke.web.ui.sessions import EPOCH, SEEN, STARTED

BACKEND = "liuke.foundation.identity.backend.StaffBackend"


def as_(person: Actor) -> Client:
    """A browser of this person's."""
    client = Client()
    client.force_login(person, backend=BACKEND)
    session = client.session
    session[STARTED] = session[SEEN] = clock.now().isoformat()
    session[EPOCH] = Actor.objects.get(pk=person.pk).session_epoch
    session.save()
    return client


def posted(client: Client, url: str, **values: Any) -> Any:
    """Send a form with a fresh one-time number."""
    return client.post(url, {"form_number": issue(), **values})
