"""Freezing what shows who could have: the looks of a span are copied out, so that nothing that ends later takes them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime

from liuke.areas.customers import access as customers
from liuke.areas.customers.models import Customer
from liuke.areas.secrecy.models import Leak, LeakEvidence, ReleasedCustomer
from liuke.areas.secrecy.queries.looks import looks_at_many
from liuke.areas.secrecy.rules.leaks import MOST_NAMED, numbers_in
from liuke.foundation.faults import Invalid
from liuke.foundation.identity.models import Actor


def freeze(
    leak: Leak, customer_ids: Collection[int], papers: Collection[str], *, by: Actor, at: datetime
) -> LeakEvidence:
    """Copy out who saw or took what of these customers in the leak's span."""
    assert leak.since is not None and leak.until is not None
    seen = looks_at_many(customer_ids, papers=papers, since=leak.since, until=leak.until)
    rows = [asdict(one) for one in seen]
    return LeakEvidence.objects.create(
        leak=leak, frozen_at=at, frozen_by=by, rows=rows, count=len(rows), digest=digest_of(rows)
    )


def digest_of(rows: object) -> str:
    """The fingerprint of frozen rows."""
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def named_customers(said: str, *, by: Actor) -> list[int]:
    """The customers that were typed by their codes, and those in the files of the releases that were. Invalid
    (`concerned`) names what is neither; nobody at all is fine, for at first it may not be known."""
    named, strange = numbers_in(said)
    releases = [one for one in named if one.startswith("RL-")]
    codes = [one for one in named if not one.startswith("RL-")]
    held = ReleasedCustomer.objects.filter(release__number__in=releases).values_list("customer_id", "release__number")
    known = dict(Customer.objects.filter(code__in=codes).values_list("code", "pk"))
    strange += [one for one in codes if one not in known]
    strange += sorted(set(releases) - {number for _pk, number in held})
    if strange:
        raise Invalid.field(
            "concerned", f"没有这些客户或外发申请：{'、'.join(strange[:10])}",
            f"No such customers or requests to take data out: {', '.join(strange[:10])}",
        )  # fmt: skip
    found = {customers.customer(pk, by=by).pk for pk in known.values()} | {pk for pk, _number in held}
    if len(codes) > MOST_NAMED:
        raise Invalid.field("concerned", f"最多 {MOST_NAMED} 个编号。", f"At most {MOST_NAMED} numbers.")
    return sorted(found)
