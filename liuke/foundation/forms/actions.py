"""One-time numbers of forms: however often a form is sent, what it asks for is done once."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.db import IntegrityError, transaction

from liuke.foundation.faults import Invalid
from liuke.foundation.forms.models import UsedForm
from liuke.foundation.identity.models import Actor

_SALT = "liuke.forms"
KEPT = timedelta(days=30)


@dataclass(frozen=True)
class Use:
    """`first` tells whether the act is to be done; else `location` is where its first use led."""

    number: str
    first: bool
    location: str = ""


def issue() -> str:
    """A fresh number for a form about to be shown: random and signed, kept nowhere until it is used."""
    return signing.Signer(salt=_SALT).sign(secrets.token_urlsafe(16))


def use_once(number: str, *, by: Actor, at: datetime) -> Use:
    """Take the number in the transaction of the act. A second use, also at the same moment, waits and is not first."""
    try:
        plain = signing.Signer(salt=_SALT).unsign(number)
    except signing.BadSignature:
        raise Invalid.field(
            "form_number", "表单已失效，请刷新后重试", "This form is no longer valid; reload it."
        ) from None
    try:
        with transaction.atomic():
            UsedForm.objects.create(number=plain, by=by, used_at=at)
    except IntegrityError:
        return Use(plain, False, UsedForm.objects.get(number=plain, by=by).location)
    return Use(plain, True)


def remember(use: Use, *, by: Actor, location: str) -> None:
    """Keep where the first use led, in the same transaction."""
    UsedForm.objects.filter(number=use.number, by=by).update(location=location)


def forget_old(at: datetime) -> int:
    """Nightly: numbers older than any page that is still open."""
    return UsedForm.objects.filter(used_at__lt=at - KEPT).delete()[0]
