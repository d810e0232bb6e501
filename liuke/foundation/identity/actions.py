"""People come, are away, and leave; teams; passwords; API tokens. Signing in is in `sign_in`."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import translation

from liuke.foundation.audit.actions import note
from liuke.foundation.faults import Forbidden, Invalid, Refused
from liuke.foundation.identity.access import check_administrator, check_may_arrange, is_administrator
from liuke.foundation.identity.models import Actor, ApiToken, Membership, Team
from liuke.foundation.identity.queries import digest_of, get_team
from liuke.foundation.identity.roles import ROLES, SITE_ROLES
from liuke.foundation.identity.rules import account_of, is_username
from liuke.foundation.lines import line

TOKEN_PREFIX = "liuke_"  # noqa: S105 (lets secret scanners know one when they see it)
LONGEST_TOKEN = timedelta(days=366)
LANGUAGES = ("zh-hans", "en")


@dataclass(frozen=True)
class MadeToken:
    """`clear` is shown this once and kept nowhere."""

    clear: str
    actor: Actor
    expires_at: datetime


def add_team(key: str, name: str, *, by: Actor, at: datetime, calendar_key: str = "service") -> Team:
    """Make a team, or rename and re-time the one of this key.

    A team `<room>:<number>` belongs to that room, which has authorised the act; the others are the administrators'.
    """
    if not _is_a_rooms(key):
        check_administrator(by)
    with transaction.atomic():
        team, _ = Team.objects.update_or_create(key=key, defaults={"name": name, "calendar_key": calendar_key})
        note("identity.team_saved", by=by, at=at, subject=f"team:{key}", detail={"calendar": calendar_key})
    return team


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
    person.roles = _roles(roles)
    _set_password(person, password)
    try:
        with transaction.atomic():
            person.save()
            _join(person, teams, leads)
            note("identity.person_added", by=by, at=at, subject=_subject(person), detail={"roles": person.roles})
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
        person.roles = _roles(roles)
        person.save(update_fields=["roles"])
        if teams is not None:
            person.memberships.all().delete()
            _join(person, teams, leads)
        _end_sessions(person)
        detail = {"before": before, "after": person.roles}
        note("identity.roles_changed", by=by, at=at, subject=_subject(person), detail=detail)


def join_team(person: Actor, key: str, *, role: str, by: Actor, at: datetime, lead: bool = False) -> None:
    """Give a person a site role in a room's team `<room>:<number>`, beside what he holds; the room has authorised it.

    Only site roles can be given here, so that no room can hand out the rights of the centre.
    """
    _check_room_grant(key, role)
    with transaction.atomic():
        person.roles = sorted({*person.roles, role})
        person.save(update_fields=["roles"])
        Membership.objects.update_or_create(actor=person, team=get_team(key), defaults={"is_lead": lead})
        detail = {"role": role, "team": key, "lead": lead}
        note("identity.team_joined", by=by, at=at, subject=_subject(person), detail=detail)


def leave_team(person: Actor, key: str, *, role: str, by: Actor, at: datetime) -> None:
    """Take a person out of a room's team; the site role goes too, unless another of the room's teams still needs it."""
    _check_room_grant(key, role)
    with transaction.atomic():
        person.memberships.filter(team__key=key).delete()
        room = key.split(":", 1)[0]
        if not person.memberships.filter(team__key__startswith=f"{room}:").exists():
            person.roles = [held for held in person.roles if held != role]
            person.save(update_fields=["roles"])
        _end_sessions(person)
        note("identity.team_left", by=by, at=at, subject=_subject(person), detail={"role": role, "team": key})


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
        note("identity.absence_set", by=by, at=at, subject=_subject(person), detail=detail)


def set_deputy(person: Actor, deputy: Actor | None, *, by: Actor, at: datetime) -> None:
    """Name who stands in while a person is away; None names nobody."""
    check_may_arrange(by, person)
    if deputy and (deputy.pk == person.pk or deputy.kind != Actor.Kind.PERSON or deputy.left_at is not None):
        raise Invalid.field("deputy", "代理人须是另一位在职人员。", "The deputy is another person working here.")
    with transaction.atomic():
        person.deputy = deputy
        person.save(update_fields=["deputy"])
        detail = {"deputy": deputy and deputy.pk}
        note("identity.deputy_set", by=by, at=at, subject=_subject(person), detail=detail)


def leave(person: Actor, *, by: Actor, at: datetime) -> None:
    """A person leaves: he cannot sign in, his sessions and his tokens end at once."""
    check_administrator(by)
    if person.left_at is not None:
        raise Refused("此人已离职。", "This person has already left.")
    with transaction.atomic():
        person.left_at = at
        person.save(update_fields=["left_at"])
        _end_sessions(person)
        ended = ApiToken.objects.filter(owner=person, revoked_at__isnull=True).update(revoked_at=at)
        note("identity.person_left", by=by, at=at, subject=_subject(person), detail={"tokens_ended": ended})


def come_back(person: Actor, *, by: Actor, at: datetime) -> None:
    """A leaver works here again; his old tokens stay dead."""
    check_administrator(by)
    with transaction.atomic():
        person.left_at = None
        person.save(update_fields=["left_at"])
        note("identity.person_came_back", by=by, at=at, subject=_subject(person))


def change_password(person: Actor, password: str, *, by: Actor, at: datetime, old_password: str | None = None) -> None:
    """Set a new password; a person himself gives the old one, an administrator need not. All sessions end."""
    if by.pk == person.pk:
        if not person.check_password(old_password or ""):
            raise Invalid.field("old_password", "原密码不正确。", "The old password is wrong.")
    else:
        check_administrator(by)
    with transaction.atomic():
        _set_password(person, password)
        person.save(update_fields=["password"])
        _end_sessions(person)
        note("identity.password_changed", by=by, at=at, subject=_subject(person))


def change_language(person: Actor, language: str) -> None:
    """The language a person works in; a matter of taste, so nothing is noted."""
    if language not in LANGUAGES:
        raise Invalid.field("language", "没有这种语言。", "There is no such language.")
    person.language = language
    person.save(update_fields=["language"])


def make_token(
    *,
    name: str,
    scopes: Collection[str],
    expires_at: datetime,
    by: Actor,
    at: datetime,
    owner: Actor | None = None,
    roles: Collection[str] = (),
    teams: Iterable[str] = (),
) -> MadeToken:
    """Make an API token that acts as an actor of its own, with scopes, roles and teams; its owner answers for it."""
    check_administrator(by)
    if not at < expires_at <= at + LONGEST_TOKEN:
        raise Invalid.field("expires_at", "有效期须在一年之内。", "It has to expire within a year.")
    owner = owner or by
    clear = TOKEN_PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        actor = Actor(
            kind=Actor.Kind.TOKEN, name=line("name", name, most=80), roles=_roles(roles), scopes=_scopes(scopes)
        )
        actor.set_unusable_password()
        actor.save()
        _join(actor, teams, ())
        ApiToken.objects.create(
            actor=actor, owner=owner, digest=digest_of(clear), tail=clear[-4:], made_at=at, expires_at=expires_at
        )
        detail = {"scopes": actor.scopes, "roles": actor.roles, "owner": owner.pk, "expires": expires_at.isoformat()}
        note("identity.token_made", by=by, at=at, subject=f"token:{actor.pk}", detail=detail)
    return MadeToken(clear, actor, expires_at)


def revoke_token(token_id: int, *, by: Actor, at: datetime) -> None:
    """End a token at once."""
    with transaction.atomic():
        token = ApiToken.objects.select_for_update().filter(pk=token_id).first()
        if token is None or (by.pk != token.owner_id and not is_administrator(by)):
            raise Forbidden("您不能撤销这个令牌。", "You may not revoke this token.")
        token.revoked_at = token.revoked_at or at
        token.save(update_fields=["revoked_at"])
        note("identity.token_revoked", by=by, at=at, subject=f"token:{token.actor_id}")


def _is_a_rooms(key: str) -> bool:
    return ":" in key


def _check_room_grant(key: str, role: str) -> None:
    if not _is_a_rooms(key) or role not in SITE_ROLES:
        raise Forbidden("这里只能授予网点角色。", "Only site roles are given here.")


def _end_sessions(person: Actor) -> None:
    Actor.objects.filter(pk=person.pk).update(session_epoch=F("session_epoch") + 1)
    person.refresh_from_db(fields=["session_epoch"])


def _join(actor: Actor, teams: Iterable[str], leads: Iterable[str]) -> None:
    led = set(leads)
    for key in sorted({*teams, *led}):
        Membership.objects.create(actor=actor, team=get_team(key), is_lead=key in led)


def _username(text: str) -> str:
    account = account_of(text)
    if not is_username(account):
        raise Invalid.field(
            "username",
            "用户名为 2 至 64 位小写字母、数字或 . _ @ -。",
            "Write 2 to 64 of a-z, 0-9 and . _ @ -.",
        )
    return account


def _roles(roles: Collection[str]) -> list[str]:
    unknown = sorted(set(roles) - ROLES.keys())
    if unknown:
        raise Invalid.field("roles", f"没有这样的角色：{', '.join(unknown)}。", f"No such roles: {', '.join(unknown)}.")
    return sorted(set(roles))


def _set_password(person: Actor, password: str | None) -> None:
    if password is None:
        person.set_unusable_password()
        return
    zh, en = (_what_is_wrong(password, person, language) for language in ("zh-hans", "en"))
    if en:
        raise Invalid.field("password", zh, en)
    person.set_password(password)


def _scopes(scopes: Collection[str]) -> list[str]:
    return sorted({line("scopes", scope, most=32) for scope in scopes})


def _what_is_wrong(password: str, person: Actor, language: str) -> str:
    """Asked once a language, because the validators word their answer at once."""
    with translation.override(language):
        try:
            validate_password(password, person)
        except ValidationError as error:
            return " ".join(error.messages)
    return ""


def _subject(actor: Actor) -> str:
    return f"person:{actor.pk}"


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
