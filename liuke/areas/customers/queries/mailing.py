"""Mail addresses in the file: who is behind one, and which ones a customer has, masked. A field of the file holds them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from liuke.areas.customers import access
from liuke.areas.customers.models import FieldValue
from liuke.areas.customers.rules import fields
from liuke.foundation.gateways.mailboxes import hash_of, is_address, masked
from liuke.foundation.gateways.recipients import Recipient
from liuke.foundation.identity.models import Actor
from liuke.foundation.postgres import plain

KEY: Final = "email"
MOST: Final = 6
# jsonb as text has no lookup of the ORM; compared as duplicates are (actions/pairing_sql.py)
_BEHIND: Final = """
    SELECT DISTINCT v.customer_id FROM customers_fielddefinition d JOIN customers_fieldvalue v ON v.definition_id = d.id
      JOIN customers_customer c ON c.timeline_id = v.customer_id
     WHERE d.key = 'email' AND lower(btrim(v.value #>> '{}')) = %s AND c.merged_into_id IS NULL AND c.erased_at IS NULL
     ORDER BY 1 LIMIT %s
"""


@dataclass(frozen=True)
class Mailbox:
    """An address in the file: `ref` names it, `mask` is what may be shown, by `hashed` it is known again."""

    ref: str
    mask: str
    hashed: bytes


def find_by_mail(address: str, *, by: Actor) -> tuple[int, ...]:
    """The ids of the customers, as far as this actor may see them, in whose file this address stands; at most MOST."""
    told = address.strip().lower()
    if not is_address(told):
        return ()
    found = [int(pk) for (pk,) in plain.rows(_BEHIND, [told, MOST])]
    allowed = access.visible(found, by)
    return tuple(pk for pk in found if pk in allowed)


def list_mailboxes(customer_id: int, *, by: Actor) -> tuple[Mailbox, ...]:
    """The addresses of a customer and his people whom this actor may see, as far as he may read the field."""
    holder = access.customer(customer_id, by=by)
    levels = access.readable_levels(holder.keeper_id, by)
    rows = FieldValue.objects.filter(customer=holder, definition__key=KEY).select_related("definition").order_by("pk")
    told = [
        (v.pk, str(v.value).strip())
        for v in rows
        if fields.level_of(v.definition.secrecy, holder.secrecy) in levels
    ]  # fmt: skip
    return tuple(Mailbox(f"field:{pk}", masked(a), hash_of(a)) for pk, a in told if is_address(a))


def recipient_at(ref: str, *, language: str) -> Recipient | None:
    """The outbox's question who `field:12` is now; nobody where it was emptied, or its customer's data rest."""
    value = FieldValue.objects.filter(pk=int(ref.partition(":")[2]), definition__key=KEY).first()
    if value is None or access.resting_among([value.customer_id]) or not is_address(str(value.value).strip()):
        return None
    address = str(value.value).strip()
    return Recipient(address, masked(address), language)
