"""The actor behind which a customer acts for himself, by a link and without a password."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

from django.db import transaction

from liuke.areas.customers import access
from liuke.areas.customers.models import Customer
from liuke.foundation.faults import Missing
from liuke.foundation.identity.models import Actor

NAME: Final = "用户本人"


def open_accounts(customer_ids: Collection[int], *, by: Actor, at: datetime) -> dict[int, int]:
    """The actor of each customer, made where there is none yet; Missing if one of them is not to be seen.

    His name is the same for all: who he is says the file, not what he did.
    """
    wanted = set(customer_ids)
    if access.visible(wanted, by) != wanted:
        raise Missing("没有这位客户，或您无权查看。", "No such customer, or not for you to see.")
    with transaction.atomic():
        rows = Customer.objects.filter(pk__in=wanted).order_by("pk")
        without = list(rows.select_for_update(of=("self",)).filter(account=None))
        made = Actor.objects.bulk_create(
            [Actor(kind=Actor.Kind.CUSTOMER, name=NAME, password="!") for _ in without]  # noqa: S106  # signs in nowhere
        )
        for customer, actor in zip(without, made, strict=True):
            customer.account = actor
        Customer.objects.bulk_update(without, ["account"], batch_size=1000)
        return dict(rows.values_list("pk", "account_id"))
