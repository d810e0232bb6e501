"""The parts of confidentiality, as tabs on the head page of each."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from liuke.areas.customers.actions.consents import STATERS
from liuke.areas.secrecy.access.cases import LOOKERS
from liuke.foundation.identity.roles import CENTRE_ROLES
from liuke.web.ui import shapes
from liuke.web.ui.doors import ANY_STAFF, Request
from liuke.web.ui.navigation import SECRECY, url_of

PARTS: Final[tuple[tuple[str, str | Promise, frozenset[str]], ...]] = (
    ("desk:secrecy", _("What leaves"), SECRECY),
    ("desk:person-requests", _("Persons’ requests"), CENTRE_ROLES),
    ("desk:leaks", _("Leaks"), ANY_STAFF),
    ("desk:retention", _("How long data stay"), frozenset(LOOKERS)),
    ("desk:consent-texts", _("Consent texts"), frozenset(STATERS)),
)


def tabs(request: Request, here: str) -> list[shapes.Tab]:
    """The parts that this person may open."""
    return [
        shapes.Tab(str(label), url_of(route), route == here)
        for route, label, roles in PARTS
        if request.by.has_role(*roles) and url_of(route)
    ]
