"""What somebody agreed to. Whoever writes or calls for more than pure service asks `allowed` first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from liuke.areas.customers import access
from liuke.areas.customers.models import Consent, ConsentText, Contact
from liuke.areas.customers.rules.consents import OWN_PAGE as OWN_PAGE
from liuke.areas.customers.rules.consents import PURPOSES as PURPOSES
from liuke.areas.customers.rules.consents import STOPS as STOPS
from liuke.areas.customers.rules.consents import WAYS as WAYS
from liuke.areas.customers.rules.consents import WITHOUT, Text, newest
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words


@dataclass(frozen=True)
class ConsentRow:
    """One purpose as the file shows it. `state`: given | outdated (an older text) | withdrawn | none | contract."""

    purpose: str
    words: Words
    state: str
    text: Text
    given_text: str
    way: Words | None
    given_at: datetime | None
    ended_at: datetime | None


def allowed(customer_id: int, purpose: str) -> bool:
    """Whether this customer's data may be used for `purpose` (a key of PURPOSES) now.

    What a contract needs may, unless the data rest; all else needs a consent to the text that holds today (PIPL 13,
    14, 15). KeyError for a purpose that there is not.
    """
    return customer_id in allowed_among([customer_id], purpose)


def allowed_among(customer_ids: Collection[int], purpose: str) -> set[int]:
    """Those of the customers whose data may be used for `purpose` now: two queries for however many."""
    text = texts_now()[purpose]
    ids = set(customer_ids)
    if purpose not in WITHOUT:
        agreed = Consent.objects.filter(customer__in=ids, text=text.key, ended_at__isnull=True)
        ids = set(agreed.values_list("customer_id", flat=True))
    return ids - access.resting_among(ids)


def agreed(reference: str, purpose: str) -> bool:
    """The outbox's question at the moment of sending: did whoever speaks for `contact:<reference>` agree?"""
    if not reference.isdecimal() or len(reference) > 18:
        return False
    owner = Contact.objects.filter(pk=int(reference)).values_list("customer_id", flat=True).first()
    return owner is not None and allowed(owner, purpose)


def texts_now() -> dict[str, Text]:
    """The text of each purpose that people are asked by today."""
    return newest(stated_texts())


def stated_texts() -> list[Text]:
    """The company's own texts, all versions, oldest first."""
    return [Text(row.purpose, row.version, Words(row.zh, row.en)) for row in ConsentText.objects.order_by("pk")]


def consent_now() -> Text:
    """The one that a form of registration shows today."""
    return texts_now()["service"]


def list_consents(ref: int | str, *, by: Actor) -> list[ConsentRow]:
    """What this customer said to each purpose, as it stands. Missing for whoever may not see him."""
    found = access.customer(ref, by=by)
    latest = {row.purpose: row for row in Consent.objects.filter(customer=found).order_by("given_at", "pk")}
    return [_row(purpose, text, latest.get(purpose)) for purpose, text in texts_now().items()]


def _row(purpose: str, text: Text, said: Consent | None) -> ConsentRow:
    words = PURPOSES[purpose]
    if said is None:
        return ConsentRow(purpose, words, "contract" if purpose in WITHOUT else "none", text, "", None, None, None)
    state = "given" if said.text == text.key else "outdated"
    if said.ended_at is not None:
        state = "withdrawn"
    way = WAYS.get(said.ended_way or said.way)
    return ConsentRow(purpose, words, state, text, said.text, way, said.given_at, said.ended_at)
