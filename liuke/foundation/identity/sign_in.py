"""Signing in: one answer and one duration whoever knocks, counted failures, locks, audit rows."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction

from liuke.foundation import keys
from liuke.foundation.audit.actions import note
from liuke.foundation.faults import Forbidden
from liuke.foundation.identity.access import check_may_arrange
from liuke.foundation.identity.models import Actor, SignInFailure
from liuke.foundation.identity.queries import find_person, system_actor
from liuke.foundation.identity.rules import (
    ACCOUNT_WINDOW,
    FAILURES_OF_AN_ACCOUNT,
    LOCK,
    account_of,
    locked_until,
    network_of,
)
from liuke.foundation.turns import take_turn

LONGEST_PASSWORD = 1000
KEPT = timedelta(days=1)


def sign_in(*, username: str, password: str, address: str, at: datetime) -> Actor:
    """The person behind a username and password, or Forbidden: code `sign-in`, or `locked` after too many failures.

    `address` is where the request came from. The answer never tells whether there is such a username.
    """
    with transaction.atomic():
        account, network = _hashed(username), network_of(address)
        # Else a hundred tries at once would all be checked before the first failure is counted.
        take_turn(f"sign-in {account}")
        until = _locked_until(account, network, at)
        found = None if until else _checked(username, password)
        if found:
            SignInFailure.objects.filter(account=account, network=network).delete()
            note("identity.signed_in", by=found, at=at, subject=f"person:{found.pk}", detail={"network": network})
        else:
            _refused(username, account, network, locked=until is not None, at=at)
    # Raised outside the transaction: the failure has to stay counted.
    if until:
        raise _locked(until - at)
    if found is None:
        raise Forbidden("用户名或密码不正确。", "Username or password is wrong.", code="sign-in")
    return found


def sign_out(*, by: Actor, at: datetime, reason: str = "asked") -> None:
    """Note that a session ended: asked, idle or absolute."""
    note("identity.signed_out", by=by, at=at, subject=f"person:{by.pk}", detail={"reason": reason})


def unlock(person: Actor, *, by: Actor, at: datetime) -> None:
    """Forget the failures of a person, so that he may try again at once."""
    check_may_arrange(by, person)
    with transaction.atomic():
        SignInFailure.objects.filter(account=_hashed(person.username or "")).delete()
        note("identity.unlocked", by=by, at=at, subject=f"person:{person.pk}")


def forget_failures(before: datetime) -> int:
    """Clear away failures that no longer count; for the nightly sweep."""
    return SignInFailure.objects.filter(at__lt=before - KEPT).delete()[0]


def _checked(username: str, password: str) -> Actor | None:
    person = find_person(account_of(username))
    too_long = len(password) > LONGEST_PASSWORD
    if person is None or too_long or person.left_at is not None or not person.has_usable_password():
        make_password(password[:LONGEST_PASSWORD])  # the same work as a check, so that the time tells nothing
        return None
    return person if person.check_password(password) else None


def _locked_until(account: str, network: str, at: datetime) -> datetime | None:
    since = at - ACCOUNT_WINDOW - LOCK
    failures = list(SignInFailure.objects.filter(account=account, at__gt=since).values_list("at", "network"))
    of_network = [moment for moment, place in failures if place == network]
    return locked_until(of_network=of_network, of_account=[moment for moment, _ in failures], at=at)


def _refused(username: str, account: str, network: str, *, locked: bool, at: datetime) -> None:
    person = find_person(account_of(username))
    by = person or system_actor(Actor.Kind.JOB, "sign-in")
    subject = f"person:{person.pk}" if person else ""
    if locked:  # a try at a closed door is noted, but does not keep it closed any longer
        note("identity.sign_in_refused", by=by, at=at, subject=subject, detail={"network": network, "locked": True})
        return
    SignInFailure.objects.create(account=account, network=network, at=at)
    note("identity.sign_in_refused", by=by, at=at, subject=subject, detail={"network": network})
    if SignInFailure.objects.filter(account=account, at__gt=at - ACCOUNT_WINDOW).count() == FAILURES_OF_AN_ACCOUNT:
        note("identity.account_locked", by=by, at=at, subject=subject, detail={"failures": FAILURES_OF_AN_ACCOUNT})


def _locked(remaining: timedelta) -> Forbidden:
    minutes = max(1, -(-int(remaining.total_seconds()) // 60))
    return Forbidden(
        f"登录失败次数过多，请 {minutes} 分钟后再试。",
        f"Too many failed sign-ins. Try again in {minutes} minutes.",
        code="locked",
    )


def _hashed(username: str) -> str:
    # Keyed and not clear: people type passwords and phone numbers into the wrong field.
    key = keys.key("sign_in")
    return hashlib.blake2b(account_of(username).encode(), key=key, digest_size=32).hexdigest()
