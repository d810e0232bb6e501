"""Whom a form may name: the colleagues as choices, and the one that was chosen."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from liuke.foundation.faults import Invalid
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import list_people
from liuke.foundation.words import Words

Roles = Collection[str] | None


def choices(roles: Roles = None, *, but: int | None = None) -> list[tuple[str, Words]]:
    """Everybody who works here (in one of these roles), by name, as a select takes them; `but` this one."""
    return [(str(one.pk), Words(one.name, one.name)) for one in _in(roles) if one.pk != but]


def chosen(form: Mapping[str, str], field: str, roles: Roles = None) -> Actor:
    """The colleague that was chosen in this field. Raises Invalid by it where it is nobody of these."""
    found = next((one for one in _in(roles) if str(one.pk) == form.get(field, "")), None)
    if found is None:
        raise Invalid.field(field, "请从列表中选择一位在职的同事。", "Choose a colleague who works here.")
    return found


def _in(roles: Roles) -> list[Actor]:
    return [one for one in list_people() if roles is None or one.has_role(*roles)]
