"""People come, change their roles, are away, and leave."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import IntegrityError, transaction

from liuke.foundation.audit.actions import note
from liuke.foundation.faults import Invalid, Refused
from liuke.foundation.identity.access import check_administrator, check_may_arrange
from liuke.foundation.identity.actions.passwords import set_password
from liuke.foundation.identity.actions.standing import end_sessions, join, known_roles, subject_of
from liuke.foundation.identity.models import Actor, ApiToken
from liuke.foundation.identity.rules import account_of, is_username
from liuke.foundation.lines import line

LANGUAGES = ("zh-hans", "en")


def add_person(
    *,
    username: str,
    name: str,
    by: Actor,
    at: datetime,
    password: str | None = None,
    roles: Collection[str] = (),
    teams: Iterable[str] = (),
    leads: Iterable[str] = (),
    language: str = "zh-hans",
) -> Actor:
    """Take a person on, with roles and teams (`leads` are those he leads). Without a password he cannot sign in yet."""
    check_administrator(by)
    person = Actor(
        kind=Actor.Kind.PERSON, username=_username(username), name=line("name", name, most=80), language=language
    )
    person.roles = known_roles(roles)
    set_password(person, password)
    try:
        with transaction.atomic():
            person.save()
            join(person, teams, leads)
            note("identity.person_added", by=by, at=at, subject=subject_of(person), detail={"roles": person.roles})
    except IntegrityError as error:
        raise Invalid.field("username", "这个用户名已被使用。", "This username is taken.") from error
    return person


def change_roles(
    person: Actor,
    *,
    roles: Collection[str],
    by: Actor,
    at: datetime,
    teams: Iterable[str] | None = None,
    leads: Iterable[str] = (),
) -> None:
    """Give a person other roles and, if named, other teams; his sessions end, so that nothing of the old stays open."""
    check_administrator(by)
    before = list(person.roles)
    with transaction.atomic():
        person.roles = known_roles(roles)
        person.save(update_fields=["roles"])
        if teams is not None:
            person.memberships.all().delete()
            join(person, teams, leads)
        end_sessions(person)
        detail = {"before": before, "after": person.roles}
        note("identity.roles_changed", by=by, at=at, subject=subject_of(person), detail=detail)


def set_absence(
    person: Actor, *, away_from: datetime | None, away_until: datetime | None, by: Actor, at: datetime
) -> None:
    """Say that a person is away, from and until when; both None takes it back."""
    check_may_arrange(by, person)
    if (away_from is None) != (away_until is None):
        raise Invalid.field("away_until", "请同时填写开始和结束时间。", "Give both the start and the end.")
    if away_from and away_until and away_until <= away_from:
        raise Invalid.field("away_until", "结束时间须晚于开始时间。", "It has to end after it starts.")
    with transaction.atomic():
        person.away_from, person.away_until = away_from, away_until
        person.save(update_fields=["away_from", "away_until"])
        detail = {"from": _iso(away_from), "until": _iso(away_until)}
        note("identity.absence_set", by=by, at=at, subject=subject_of(person), detail=detail)


def set_deputy(person: Actor, deputy: Actor | None, *, by: Actor, at: datetime) -> None:
    """Name who stands in while a person is away; None names nobody."""
    check_may_arrange(by, person)
    if deputy and (deputy.pk == person.pk or deputy.kind != Actor.Kind.PERSON or deputy.left_at is not None):
        raise Invalid.field("deputy", "代理人须是另一位在职人员。", "The deputy is another person working here.")
    with transaction.atomic():
        person.deputy = deputy
        person.save(update_fields=["deputy"])
        detail = {"deputy": deputy and deputy.pk}
        note("identity.deputy_set", by=by, at=at, subject=subject_of(person), detail=detail)


def leave(person: Actor, *, by: Actor, at: datetime) -> None:
    """A person leaves: he cannot sign in, his sessions and his tokens end at once."""
    check_administrator(by)
    if person.left_at is not None:
        raise Refused("此人已离职。", "This person has already left.")
    with transaction.atomic():
        person.left_at = at
        person.save(update_fields=["left_at"])
        end_sessions(person)
        ended = ApiToken.objects.filter(owner=person, revoked_at__isnull=True).update(revoked_at=at)
        note("identity.person_left", by=by, at=at, subject=subject_of(person), detail={"tokens_ended": ended})


def come_back(person: Actor, *, by: Actor, at: datetime) -> None:
    """A leaver works here again; his old tokens stay dead."""
    check_administrator(by)
    with transaction.atomic():
        person.left_at = None
        person.save(update_fields=["left_at"])
        note("identity.person_came_back", by=by, at=at, subject=subject_of(person))


def change_language(person: Actor, language: str) -> None:
    """The language a person works in; a matter of taste, so nothing is noted."""
    if language not in LANGUAGES:
        raise Invalid.field("language", "没有这种语言。", "There is no such language.")
    person.language = language
    person.save(update_fields=["language"])


def _username(text: str) -> str:
    account = account_of(text)
    if not is_username(account):
        raise Invalid.field(
            "username",
            "用户名为 2 至 64 位小写字母、数字或 . _ @ -。",
            "Write 2 to 64 of a-z, 0-9 and . _ @ -.",
        )
    return account


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
