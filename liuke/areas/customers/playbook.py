"""What the handbook may ask of the file: grade, core, kind of customer; and who the keeper is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from liuke.areas.customers.actions import belongings
from liuke.areas.customers.models import (
    Address,
    ClearValue,
    Consent,
    Contact,
    Customer,
    DuplicatePair,
    FieldValue,
    Merge,
    SearchEntry,
)
from liuke.areas.customers.rules.consents import last_words
from liuke.kernel.journal.models import Event, Timeline
from liuke.kernel.journal.rows import Recorded
from liuke.kernel.playbook import register
from liuke.kernel.promises.models import Promise
from liuke.kernel.promises.rows import Owner

REGISTERED, GRADED = "customers.customer.registered", "customers.customer.graded"
COMPLETED, CHANGED = "customers.customer.completed", "customers.customer.changed"


def _newest(field: str) -> Callable[[Any, Recorded], Any]:
    """A fact that is whatever the newest event says of this field."""

    def fold(previous: Any, event: Recorded) -> Any:
        found = event.value(field)
        return previous if found in (None, "") else found

    return fold


def _reader(field: str) -> Callable[[Sequence[int]], Mapping[int, Any]]:
    def read(timeline_ids: Sequence[int]) -> Mapping[int, Any]:
        rows = Customer.objects.filter(pk__in=timeline_ids).values_list("pk", field)
        return {pk: value for pk, value in rows if value != ""}

    return read


def keepers(events: Sequence[Recorded], at: datetime) -> dict[int, Owner]:
    """The keeper of the customer each event is about, on office hours."""
    ids = {e.timeline_id for e in events}
    kept = dict(Customer.objects.filter(pk__in=ids, keeper__isnull=False).values_list("pk", "keeper_id"))
    return {
        e.id: Owner(person_id=kept[e.timeline_id], role="account_manager", calendar_key="office")
        for e in events
        if e.timeline_id in kept
    }


register.standing_fact(
    "grade", kinds={REGISTERED, GRADED}, fold=_newest("grade"), read=_reader("grade"), order=("C", "B", "A")
)
register.standing_fact("is_core", kinds={REGISTERED, GRADED}, fold=_newest("is_core"), read=_reader("is_core"))
register.standing_fact(
    "customer_kind", kinds={REGISTERED, COMPLETED, CHANGED}, fold=_newest("kind"), read=_reader("kind")
)
register.resolver("keeper", keepers, otherwise="account_manager")
register.promise_kind(
    "check-registration",
    zh="核实自行登记",
    en="Check a registration",
    act_zh="核实",
    act_en="Check",
    page="/customers/{about}/?tab=people",
)
register.promise_kind(
    "check-number",
    zh="核实号码",
    en="Check a number",
    act_zh="核实",
    act_en="Check",
    page="/customers/{about}/?tab=people",
)


def _last_words(loser: int, winner: int, at: datetime) -> list[belongings.Edit]:
    """For each purpose the last word of both files holds."""
    rows = Consent.objects.filter(customer__in=[loser, winner])
    ending = sorted(last_words(list(rows.values_list("pk", "purpose", "given_at", "ended_at"))))
    return [belongings.Edit(ending, "ended_at", at), belongings.Edit(ending, "ending", "renewed")] if ending else []


belongings.combine(Consent, because="for each purpose the last word of both files holds", first=_last_words)
belongings.move(Contact, Address, ClearValue)
belongings.move(Customer, field="merged_into")
belongings.drop(SearchEntry, because="the winner's words are built anew from both files")
belongings.keep(Customer, "timeline", because="a customer's key; his history points to the winner's")
belongings.keep(Event, "timeline", because="events never move; histories are read together by their alias")
belongings.keep(Promise, "timeline", because="moved by the kernel (promises.move_timeline), written down as well")
belongings.keep(Timeline, "alias_of", because="set by the kernel (journal.merge_timeline), written down as well")
belongings.combine(
    FieldValue, alike=("contact", "definition"), because="the winner's value stands, the loser's stays with him"
)
for side in ("winner", "loser"):
    belongings.keep(Merge, side, because="a merge stays what it was")
for side in ("first", "second"):
    belongings.keep(DuplicatePair, side, because="what was judged of a file holds for it after an undo")
