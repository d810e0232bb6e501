"""Two files of one customer become one; a person's data are erased."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from liuke.areas.customers import access
from liuke.areas.customers.actions import writing
from liuke.areas.customers.actions.drafts import GRADES
from liuke.areas.customers.models import Address, ClearValue, Contact, Customer, Phone, SearchEntry
from liuke.areas.customers.rules.names import tidy
from liuke.areas.customers.rules.secrecy import stricter
from liuke.events.customers import CustomerErased, CustomerGraded, CustomerMerged
from liuke.foundation.audit.actions import note
from liuke.foundation.faults import Forbidden, Invalid, Refused
from liuke.foundation.gateways import actions as gateways
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.roles import CENTRE_ROLES
from liuke.kernel.journal.actions import erase_personal, lock_timelines, merge_timeline, record
from liuke.kernel.journal.models import Event, Timeline
from liuke.kernel.promises import actions as promises

_ERASERS = ("complaint_manager", "quality_manager", "service_director", "general_manager", "administrator")


def merge(loser_id: int, winner_id: int, *, by: Actor, at: datetime) -> int:
    """The loser's file goes on in the winner's: contacts, numbers, addresses, history, promises. Both codes resolve.

    Returns the winner's id. The better grade and the stricter secrecy stay; other rooms move their own on
    `customers.customer.merged`.
    """
    _allowed(by, sorted(CENTRE_ROLES))
    with transaction.atomic():
        lock_timelines(pk for pair in _goes_on(loser_id, winner_id) for pk in pair)
        loser, winner = access.customer(loser_id, by=by), access.customer(winner_id, by=by)
        if loser.pk == winner.pk:
            raise Invalid.field("loser", "两份档案已是同一客户。", "These are one customer already.")
        if winner.kind == Customer.Kind.PROVISIONAL != loser.kind:
            raise Refused("请把临时档案并入正式档案。", "Merge the provisional file into the known one.")
        _move(loser, winner)
        graded = _take_over(loser, winner)
        merge_timeline(loser.pk, winner.pk)
        promises.move_timeline(loser.pk, winner.pk)
        event = CustomerMerged(winner.code, loser.code, winner.pk, loser.pk, winner.kind)
        merged = record(event, on=winner.pk, by=by, at=at)
        if graded:
            record(graded, on=winner.pk, by=by, at=at, caused_by=merged)
    return int(winner.pk)


def erase(customer_id: int, *, reason: str, by: Actor, at: datetime) -> None:
    """Empty all that is personal: names, contacts, numbers, addresses, search words, personal values of the events,
    words of promises, values of messages.

    What happened stays, without the person. Other rooms empty theirs on `customers.customer.erased`.
    """
    _allowed(by, _ERASERS)
    if not tidy(reason):
        raise Invalid.field("reason", "请写明删除依据。", "Say on what ground it is erased.")
    with transaction.atomic():
        customer = access.customer(customer_id, by=by, lock=True)
        ids = [customer.pk, *Customer.objects.filter(merged_into=customer).values_list("pk", flat=True)]
        gateways.forget(
            f"contact:{pk}" for pk in Contact.objects.filter(customer_id__in=ids).values_list("pk", flat=True)
        )
        promises.forget_words(ids)
        _empty(ids, at)
        history = Timeline.objects.filter(pk__in=ids) | Timeline.objects.filter(alias_of_id=customer.pk)
        events = Event.objects.filter(timeline__in=history, personal__isnull=False)
        erase_personal(events.values_list("pk", flat=True))
        note("customers.erased", by=by, at=at, subject=customer.code)
        record(CustomerErased(customer.code, customer.pk, tidy(reason)), on=customer.pk, by=by, at=at)


def _goes_on(*customer_ids: int) -> list[tuple[int, int]]:
    """Each customer with the winner it may already have gone on in, so that both are locked in one order."""
    rows = Customer.objects.filter(pk__in=customer_ids).values_list("pk", "merged_into_id")
    return [(pk, winner or pk) for pk, winner in rows]


def _move(loser: Customer, winner: Customer) -> None:
    for model in (Contact, Address, ClearValue):
        model._default_manager.filter(customer=loser).update(customer=winner)
    SearchEntry.objects.filter(customer=loser).delete()
    writing.refresh_search(winner)
    Customer.objects.filter(merged_into=loser).update(merged_into=winner)


def _take_over(loser: Customer, winner: Customer) -> CustomerGraded | None:
    before = (winner.grade, winner.is_core)
    winner.grade = max(winner.grade, loser.grade, key=GRADES.index)
    winner.is_core = winner.is_core or loser.is_core
    winner.secrecy = stricter(winner.secrecy, loser.secrecy)
    winner.keeper = winner.keeper or loser.keeper
    winner.account = winner.account or loser.account  # links that he has been sent go on to lead to him
    winner.version += 1
    winner.save(update_fields=["grade", "is_core", "secrecy", "keeper", "account", "version"])
    loser.merged_into, loser.account = winner, None
    loser.save(update_fields=["merged_into", "account"])
    if (winner.grade, winner.is_core) == before:
        return None
    return CustomerGraded(winner.code, winner.grade, winner.is_core, before[0])


def _empty(ids: list[int], at: datetime) -> None:
    ClearValue.objects.filter(customer_id__in=ids).delete()
    SearchEntry.objects.filter(customer_id__in=ids).delete()
    Phone.objects.filter(contact__customer_id__in=ids).update(mask="", number_hash=b"", tail_hash=b"", detached_at=at)
    Contact.objects.filter(customer_id__in=ids).update(
        name="", relation="", role="", pinyin="", initials="", identity_mask="", identity_hash=None
    )
    Address.objects.filter(customer_id__in=ids).update(masked="", end_hash=None, lng=None, lat=None, note="")
    Customer.objects.filter(pk__in=ids).update(
        name="", pinyin="", initials="", account=None, erased_at=at, version=F("version") + 1
    )


def _allowed(by: Actor, roles: tuple[str, ...] | list[str]) -> None:
    if by.kind == Actor.Kind.CUSTOMER or (by.kind == Actor.Kind.PERSON and not by.has_role(*roles)):
        raise Forbidden("您没有此项权限。", "This is not for you to do.")
