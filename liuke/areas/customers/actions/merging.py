"""Two files of one customer become one; a person's data are erased."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from liuke.areas.customers import access
from liuke.areas.customers.actions import consents, moving, writing
from liuke.areas.customers.actions.keeping import DECIDERS
from liuke.areas.customers.actions.survivor import DECIDED, Choice, let_go, standing, take_over, told
from liuke.areas.customers.models import (
    Address,
    ClearValue,
    Contact,
    Customer,
    DuplicatePair,
    FieldValue,
    Merge,
    MergeLine,
    Phone,
    SearchEntry,
)
from liuke.areas.customers.rules.names import tidy
from liuke.events.customers import CustomerErased, CustomerMerged
from liuke.foundation.audit.actions import note
from liuke.foundation.faults import Forbidden, Invalid, Refused, Stale
from liuke.foundation.gateways import actions as gateways
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.roles import CENTRE_ROLES
from liuke.kernel.journal.actions import erase_personal, lock_timelines, merge_timeline, record, record_many
from liuke.kernel.journal.models import Event, Timeline
from liuke.kernel.journal.rows import Entry
from liuke.kernel.playbook.following import recheck_holds_of
from liuke.kernel.promises import actions as promises
from liuke.kernel.promises.models import Promise

_ERASERS = ("complaint_manager", "quality_manager", "service_director", "general_manager", "administrator")


def merge(
    loser_id: int,
    winner_id: int,
    *,
    choice: Choice | None = None,
    seen: tuple[int, int] | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """The loser's file goes on in the winner's: contacts, numbers, addresses, history, promises. Both codes resolve.

    Returns the winner's id. Without a `choice` the better grade and the stricter secrecy stay. `seen` are the versions
    of loser and winner that the reader had before him (else Stale). What belongs to them in every room moves by its
    policy (`belongings`), each changed value is written down, and `unmerging.unmerge` takes it back.
    """
    _allowed(by, sorted(CENTRE_ROLES))
    with transaction.atomic():
        lock_timelines(pk for pair in _goes_on(loser_id, winner_id) for pk in pair)
        loser, winner = access.customer(loser_id, by=by), access.customer(winner_id, by=by)
        _may_merge(loser, winner, seen)
        merge = Merge.objects.create(winner=winner, loser=loser, by=by, merged_at=at, marks=moving.marks())
        before = standing(winner)
        keepers = {c.keeper_id for c in (loser, winner)}
        _move(merge, loser, winner, _within(choice or Choice(), by), at)
        _follow_the_keeper(merge, keepers - {winner.keeper_id})
        _judge(merge)
        event = CustomerMerged(winner.code, loser.code, winner.pk, loser.pk, winner.kind)
        merged = record(event, on=winner.pk, by=by, at=at)
        for change in told(before, winner):
            record(change, on=winner.pk, by=by, at=at, caused_by=merged)
        recheck_holds_of([winner.pk], at)
    return int(winner.pk)


def erase(customer_id: int, *, reason: str, by: Actor, at: datetime) -> None:
    """Empty all that is personal: names, contacts, numbers, addresses, search words, personal values of the events,
    words of promises, values of messages.

    What happened stays, without the person. Other rooms empty theirs on `customers.customer.erased`.
    """
    with transaction.atomic():
        erase_all([access.customer(customer_id, by=by, lock=True).pk], reason=reason, by=by, at=at)


@transaction.atomic
def erase_all(customer_ids: Sequence[int], *, reason: str, by: Actor, at: datetime) -> None:
    """Erase many at once, set by set; those merged into them go along. The caller has locked their histories."""
    _allowed(by, _ERASERS)
    if not tidy(reason):
        raise Invalid.field("reason", "请写明删除依据。", "Say on what ground it is erased.")
    losers = Customer.objects.filter(merged_into__in=customer_ids).values_list("pk", flat=True)
    ids = [*customer_ids, *losers]
    gateways.forget(f"contact:{pk}" for pk in Contact.objects.filter(customer_id__in=ids).values_list("pk", flat=True))
    promises.forget_words(ids)
    _empty(ids, at)
    consents.end_erased(ids, by=by, at=at)
    history = Timeline.objects.filter(pk__in=ids) | Timeline.objects.filter(alias_of_id__in=customer_ids)
    events = Event.objects.filter(timeline__in=history, personal__isnull=False)
    erase_personal(events.values_list("pk", flat=True))
    gone = dict(Customer.objects.filter(pk__in=customer_ids).values_list("pk", "code"))
    for code in gone.values():
        note("customers.erased", by=by, at=at, subject=code)
    record_many([Entry(CustomerErased(code, pk, tidy(reason)), pk) for pk, code in gone.items()], by=by, at=at)


def _goes_on(*customer_ids: int) -> list[tuple[int, int]]:
    """Each customer with the winner it may already have gone on in, so that both are locked in one order."""
    rows = Customer.objects.filter(pk__in=customer_ids).values_list("pk", "merged_into_id")
    return [(pk, winner or pk) for pk, winner in rows]


def _may_merge(loser: Customer, winner: Customer, seen: tuple[int, int] | None) -> None:
    if loser.pk == winner.pk:
        raise Invalid.field("loser", "两份档案已是同一客户。", "These are one customer already.")
    if loser.erased_at or winner.erased_at:
        raise Refused("已删除的档案不能合并。", "An erased file cannot be merged.")
    if winner.kind == Customer.Kind.PROVISIONAL != loser.kind:
        raise Refused("请把临时档案并入正式档案。", "Merge the provisional file into the known one.")
    if seen is not None and seen != (loser.version, winner.version):
        raise Stale(
            "您查看期间，其中一份档案已被更新，请重新对照。",
            "One of the two files was changed while you looked at them. Compare them again.",
            difference={},
        )


def _within(choice: Choice, by: Actor) -> Choice:
    """Grade, secrecy and keeper are chosen by those who may set them."""
    decides = by.kind != Actor.Kind.PERSON or by.has_role(*DECIDERS)
    if not decides and choice.theirs & DECIDED:
        raise Forbidden("等级、商密与负责人由班长或经理选择。", "A lead or manager chooses grade, secrecy and keeper.")
    return choice if decides else Choice(choice.theirs, choice.ours - DECIDED, choice.dropped)


def _move(merge: Merge, loser: Customer, winner: Customer, choice: Choice, at: datetime) -> None:
    moving.move_all(merge, at)
    take_over(merge, loser, winner, choice)
    let_go(merge, choice, at)
    moving.note(merge, Timeline, merge_timeline(loser.pk, winner.pk), "alias_of")
    moving.note(merge, Promise, promises.move_timeline(loser.pk, winner.pk), "timeline")
    Customer.objects.filter(pk__in=[winner.pk, loser.pk]).update(version=F("version") + 1)
    writing.refresh_search(winner)


def _follow_the_keeper(merge: Merge, others: set[int | None]) -> None:
    """What a keeper owed this customer who is not the survivor's goes to the survivor's."""
    open_ones = Promise.objects.filter(timeline=merge.winner_id, state=Promise.State.OPEN, owner__in=others)
    if others and merge.winner.keeper_id:
        moving.change(merge, Promise, list(open_ones.values_list("pk", flat=True)), "owner", merge.winner.keeper_id)


def _judge(merge: Merge) -> None:
    """The pair was one customer."""
    first, second = sorted((merge.winner_id, merge.loser_id))
    decided = {"state": DuplicatePair.State.MERGED, "decided_by": merge.by, "decided_at": merge.merged_at}
    fresh = {"points": 0, "reasons": [], "found_at": merge.merged_at}
    DuplicatePair.objects.update_or_create(
        first_id=first, second_id=second, defaults=decided, create_defaults=fresh | decided
    )


def _empty(ids: list[int], at: datetime) -> None:
    MergeLine.objects.filter(merge__loser__in=ids).delete()
    DuplicatePair.objects.filter(Q(first__in=ids) | Q(second__in=ids)).delete()
    ClearValue.objects.filter(customer_id__in=ids).delete()
    FieldValue.objects.filter(customer_id__in=ids).delete()
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
