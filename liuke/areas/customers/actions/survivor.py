"""What the survivor of a merge is called, how he stands, and which of the contacts and addresses are kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db.models import ForeignObjectRel, Model

from liuke.areas.customers.actions.drafts import GRADES
from liuke.areas.customers.actions.moving import change, leave
from liuke.areas.customers.models import Address, Contact, Customer, Merge, Phone
from liuke.areas.customers.rules.names import spell
from liuke.areas.customers.rules.secrecy import LEVELS, stricter
from liuke.events.customers import CustomerChanged, CustomerGraded, KeeperChanged, SecrecySet
from liuke.foundation.faults import Invalid
from liuke.foundation.identity.models import Actor

FIELDS: Final = ("name", "kind", "grade", "secrecy", "keeper", "source")
DECIDED: Final = frozenset({"grade", "secrecy", "keeper"})
"""What only those may choose who may set it; for others the better grade and the stricter level win."""
_TOGETHER: Final = {"grade": ("grade", "is_core")}
_WRITTEN: Final = (
    "name", "kind", "pinyin", "initials", "grade", "is_core", "secrecy", "keeper", "account", "source",
)  # fmt: skip


@dataclass(frozen=True)
class Choice:
    """`theirs`: fields whose value comes from the file that is merged away (`ours`: those that were asked and stay);
    `dropped`: `contact:1`, `phone:2`, `address:3` of either file that go on in neither."""

    theirs: frozenset[str] = frozenset()
    ours: frozenset[str] = frozenset()
    dropped: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Standing:
    """The values of a customer that a merge may change."""

    values: Mapping[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        return self.values[name]


def standing(customer: Customer) -> Standing:
    return Standing({name: getattr(customer, name) for name in _WRITTEN})


def take_over(merge: Merge, loser: Customer, winner: Customer, choice: Choice) -> None:
    """Write the survivor's values, each with what stood there before; his account goes on to lead to him."""
    _possible(choice, loser)
    new = _settled(loser, winner)
    for name in choice.theirs | choice.ours:
        source = loser if name in choice.theirs else winner
        new |= {n: getattr(source, n) for n in _TOGETHER.get(name, (name,))}
    if choice.theirs & {"name", "kind"}:
        new |= _spelt(new.get("name", winner.name), new.get("kind", winner.kind))
    for name, value in new.items():
        setattr(winner, name, value)
        change(merge, Customer, [winner.pk], name, value.pk if isinstance(value, Actor) else value)
    change(merge, Customer, [loser.pk], "account", None)
    change(merge, Customer, [loser.pk], "merged_into", winner.pk)


def told(before: Standing, winner: Customer) -> list[object]:
    """The events of what changed of the survivor, beside the merge itself."""
    events: list[object] = []
    if (winner.grade, winner.is_core) != (before.grade, before.is_core):
        events.append(CustomerGraded(winner.code, winner.grade, winner.is_core, before.grade))
    if winner.secrecy != before.secrecy:
        words = LEVELS[winner.secrecy]
        events.append(SecrecySet(winner.code, winner.secrecy, before.secrecy, words.zh, words.en))
    if winner.keeper != before.keeper:
        keeper, previous = winner.keeper, before.keeper
        old = previous.pk if previous else 0
        events.append(KeeperChanged(winner.code, keeper.pk if keeper else 0, old, keeper.name if keeper else ""))
    changed = tuple(name for name in ("name", "kind", "source") if getattr(winner, name) != getattr(before, name))
    if changed:
        what = "; ".join(f"{getattr(before, name)} → {getattr(winner, name)}" for name in changed)
        events.append(CustomerChanged(winner.code, changed, winner.kind, what))
    return events


def let_go(merge: Merge, choice: Choice, at: datetime) -> None:
    """What was dropped stays in (or goes to) the file that was merged away, its numbers lead nowhere."""
    contacts, phones, addresses = (_ids(choice.dropped, kind) for kind in ("contact", "phone", "address"))
    both = [merge.winner_id, merge.loser_id]
    _must_be_theirs(
        contacts, set(Contact.objects.filter(pk__in=contacts, customer__in=both).values_list("pk", flat=True))
    )
    _must_be_theirs(
        addresses, set(Address.objects.filter(pk__in=addresses, customer__in=both).values_list("pk", flat=True))
    )
    _must_be_theirs(
        phones, set(Phone.objects.filter(pk__in=phones, contact__customer__in=both).values_list("pk", flat=True))
    )
    _replace(merge, contacts)
    leave(merge, Contact, contacts)
    leave(merge, Address, addresses)
    gone = Phone.objects.filter(pk__in=phones) | Phone.objects.filter(contact__in=contacts)
    rows = list(gone.filter(detached_at__isnull=True).values_list("pk", flat=True))
    change(merge, Phone, rows, "detached_at", at)


def _settled(loser: Customer, winner: Customer) -> dict[str, Any]:
    """Where nobody chose: the better grade, the stricter level, the winner's keeper and account if he has one."""
    return {
        "grade": max(winner.grade, loser.grade, key=GRADES.index),
        "is_core": winner.is_core or loser.is_core,
        "secrecy": stricter(winner.secrecy, loser.secrecy),
        "keeper": winner.keeper or loser.keeper,
        "account": winner.account or loser.account,
    }


def _possible(choice: Choice, loser: Customer) -> None:
    strange = (choice.theirs | choice.ours) - set(FIELDS)
    if strange:
        raise Invalid.field(sorted(strange)[0], "没有这个可选择的字段。", "There is no such field to choose.")
    if "kind" in choice.theirs and loser.kind == Customer.Kind.PROVISIONAL:
        raise Invalid.field("kind", "正式档案不能变回临时档案。", "A known customer does not become unknown.")
    if "name" in choice.theirs and not loser.name:
        raise Invalid.field("name", "那份档案没有名称。", "That file has no name.")


def _spelt(name: str, kind: str) -> dict[str, str]:
    spelling = spell(name, of_person=kind != Customer.Kind.COMPANY)
    return {"pinyin": spelling.pinyin, "initials": spelling.initials}


def _replace(merge: Merge, dropped: Collection[int]) -> None:
    """Whoever was to speak with a dropped contact speaks with the kept one of the same name."""
    rest = Contact.objects.filter(customer=merge.winner_id).exclude(pk__in=dropped)
    kept = dict(rest.order_by("-pk").values_list("name", "pk"))
    for pk, name in Contact.objects.filter(pk__in=dropped, name__in=kept).values_list("pk", "name"):
        for model, key in _keys_to_contacts():
            rows = model._default_manager.filter(**{key: pk}).values_list("pk", flat=True)
            change(merge, model, list(rows), key, kept[name])


def _keys_to_contacts() -> list[tuple[type[Model], str]]:
    keys = [f for f in Contact._meta.get_fields(include_hidden=True) if isinstance(f, ForeignObjectRel)]
    return [(f.related_model, f.field.name) for f in keys if f.related_model is not Phone]


def _ids(refs: Collection[str], kind: str) -> list[int]:
    told = [ref.partition(":")[2] for ref in refs if ref.startswith(f"{kind}:")]
    return sorted(int(number) for number in told if number.isascii() and number.isdecimal() and len(number) < 19)


def _must_be_theirs(asked: Collection[int], there: set[int]) -> None:
    if set(asked) - there:
        raise Invalid.field(
            "dropped",
            "所选资料已不在这两份档案中，请刷新后重试。",
            "What you chose is in neither file any more; reload.",
        )
