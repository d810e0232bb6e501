"""Whose complaint, where somebody only says who he is: the one file under his number, else a new provisional one."""

from __future__ import annotations

from datetime import datetime

from liuke.areas.customers.actions import filing
from liuke.areas.customers.actions.drafts import NewContact
from liuke.areas.customers.queries.calling import find_by_phone
from liuke.foundation.faults import Invalid
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from liuke.kernel.journal.actions import lock_timelines


def whose(who: str, phone: str, *, at: datetime) -> int:
    """The customer's id, his history locked.

    Anybody takes a complaint in, also who may open no file: the house opens it, and tells the one who took it nothing
    of what it found.
    """
    house = system_actor(Actor.Kind.JOB, "complaints")
    found = {match.customer.id for match in find_by_phone(phone, by=house, at=at).matches} if phone.strip() else set()
    if len(found) == 1:
        [owner] = found
        return lock_timelines([owner]).get(owner, owner)
    contact = NewContact(name=who.strip()[:80], relation="投诉人", phones=[phone] if phone.strip() else [])
    try:
        made = filing.register(
            kind="provisional", name=who.strip()[:120], contacts=[contact], source="complaint", by=house, at=at
        )
    except Invalid as wrong:
        fields = {"phone" if "phone" in name else "who": words for name, words in wrong.fields.items()}
        raise Invalid(wrong.words.zh, wrong.words.en, fields=fields) from wrong
    return lock_timelines([made]).get(made, made)
