"""Passwords: set, and what is wrong with one."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation

from liuke.foundation.audit.actions import note
from liuke.foundation.faults import Invalid
from liuke.foundation.identity.access import check_administrator
from liuke.foundation.identity.actions.standing import end_sessions, subject_of
from liuke.foundation.identity.models import Actor


def change_password(person: Actor, password: str, *, by: Actor, at: datetime, old_password: str | None = None) -> None:
    """Set a new password; a person himself gives the old one, an administrator need not. All sessions end."""
    if by.pk == person.pk:
        if not person.check_password(old_password or ""):
            raise Invalid.field("old_password", "原密码不正确。", "The old password is wrong.")
    else:
        check_administrator(by)
    with transaction.atomic():
        set_password(person, password)
        person.save(update_fields=["password"])
        end_sessions(person)
        note("identity.password_changed", by=by, at=at, subject=subject_of(person))


def set_password(person: Actor, password: str | None) -> None:
    """Without one he cannot sign in. Invalid says in both languages what is wrong. Saving is the caller's."""
    if password is None:
        person.set_unusable_password()
        return
    zh, en = (_what_is_wrong(password, person, language) for language in ("zh-hans", "en"))
    if en:
        raise Invalid.field("password", zh, en)
    person.set_password(password)


def _what_is_wrong(password: str, person: Actor, language: str) -> str:
    """Asked once a language, because the validators word their answer at once."""
    with translation.override(language):
        try:
            validate_password(password, person)
        except ValidationError as error:
            return " ".join(error.messages)
    return ""
