"""A phone in a cellar sends an act twice, or tomorrow: the same id is answered with the first answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from liuke.areas.service import access
from liuke.areas.service.actions.answers import Done
from liuke.areas.service.models import FieldAct, WorkOrder
from liuke.foundation.faults import Invalid, Refused
from liuke.foundation.identity.models import Actor

Act = Callable[[WorkOrder], Done]


def once(
    act: str, number: str, client_uuid: UUID | str | None, do: Act, *, by: Actor, at: datetime,
    beside: Iterable[int] = (), seen: int | None = None,
) -> Done:  # fmt: skip
    """Do the act on the locked order, or answer what this id was answered before (checked again under the lock)."""
    key = _key(client_uuid)
    with transaction.atomic():
        if key and (first := _find(key, act, number, by)):
            return first
        order = access.order(number, by=by, lock=True, beside=beside, seen=seen)
        if key and (first := _find(key, act, number, by)):
            return first
        answer = do(order)
        if key:
            FieldAct.objects.create(
                client_uuid=key, act=act, subject=order.number, answer=answer.as_json(), by=by, at=at
            )
    return answer


def _find(key: UUID, act: str, number: str, by: Actor) -> Done | None:
    found = FieldAct.objects.filter(pk=key).first()
    if found is None:
        return None
    if (found.act, found.subject, found.by_id) != (act, number.strip().upper(), by.pk):
        raise Refused("这个提交编号已用于别的操作。", "This id was used for another act.", code="id-reused")
    return Done.from_json(found.answer)


def _key(client_uuid: UUID | str | None) -> UUID | None:
    if client_uuid is None or isinstance(client_uuid, UUID):
        return client_uuid
    try:
        return UUID(client_uuid)
    except ValueError:
        raise Invalid.field("client_uuid", "提交编号须为 UUID", "The id has to be a UUID") from None
