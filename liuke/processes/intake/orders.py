"""Lines of the orders template as orders, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from liuke.areas.customers.actions.drafts import NewAddress, NewContact, NewCustomer, problems_of
from liuke.areas.customers.queries import known
from liuke.areas.products.queries.catalogue import list_lines, list_models
from liuke.areas.service.actions.orders import MachineDraft
from liuke.areas.service.queries.names import ORDER_KINDS, SOURCES, Window
from liuke.foundation.words import Words
from liuke.processes.intake.columns import ORDERS
from liuke.processes.intake.lines import Line, Options, Refusals
from liuke.processes.intake.reading.cells import BadCell, moment_of
from liuke.processes.intake.reading.wishes import span_of
from liuke.processes.intake.told import chosen, texts_of

_MOMENTS: Final = ("wished", "ordered_at")
_PLACES: Final = [(place, column.key) for place, column in enumerate(ORDERS.columns) if column.key not in _MOMENTS]
_FIELDS: Final = {
    "contacts.0.phones.0": "phone", "addresses.0.text": "address", "addresses.0.division": "division",
    "contacts.0.name": "name",
}  # fmt: skip
_LONGEST_WISH: Final = timedelta(hours=12)
_MOST_MODELS: Final = 1_000_000
PAYERS: Final = {
    "": "", "平台": "platform", "platform": "platform", "厂家": "maker", "厂商": "maker", "maker": "maker",
    "用户": "user", "客户": "user", "user": "user", "customer": "user",
}  # fmt: skip


@dataclass(frozen=True)
class Order:
    """An order of the file, ready to be received."""

    row: int
    source: str
    external_no: str
    customer: NewCustomer
    kind: str
    machine: MachineDraft
    fault: str
    wished: Window | None
    ordered_at: datetime
    name: str
    payer: str
    verification_code: str


@dataclass(frozen=True)
class Lists:
    """The closed lists by every word that a file may use for an entry; models with their lines."""

    sources: dict[str, str]
    kinds: dict[str, str]
    lines: dict[str, str]
    models: Mapping[str, str]


def lists() -> Lists:
    """As they stand now."""
    lines = {line.key: line.words for line in list_lines()}
    models = {row.code: row.line.key for row in list_models(limit=_MOST_MODELS)}
    return Lists(_by_word(SOURCES), _by_word(ORDER_KINDS), _by_word(lines), models)


class Reader:
    """Reads the orders of a file, stretch by stretch, and knows which numbers came already."""

    def __init__(self, options: Options, at: datetime) -> None:
        self._options, self._at, self._lists = options, at, lists()
        self._first: dict[tuple[str, str], int] = {}

    def read(self, lines: Iterable[Line], refusals: Refusals, spoilt: Set[int] = frozenset()) -> list[Order]:
        """The orders in the order of the file; what is wrong with rows goes to `refusals`."""
        found = []
        for line in lines:
            order = _order(line, self._options, self._lists, refusals, at=self._at)
            if order is not None and line.number not in spoilt and self._is_first(order, refusals):
                found.append(order)
        return found

    def _is_first(self, order: Order, refusals: Refusals) -> bool:
        earlier = self._first.setdefault((order.source, order.external_no), order.row)
        if earlier != order.row:
            refusals.add(
                order.row, "external_no", f"平台单号与第 {earlier} 行重复。", f"The same number as in row {earlier}."
            )
        return earlier == order.row


def _order(line: Line, options: Options, told_by: Lists, refusals: Refusals, *, at: datetime) -> Order | None:
    before, row = len(refusals.found), line.number
    told = texts_of(line, _PLACES, refusals)
    told["source"] = told["source"] or options.source
    customer = _customer(row, told, refusals)
    _check_texts(row, told, refusals)
    key = known.key_of(customer.name, told["phone"])
    order = Order(
        row, chosen(row, "source", told, told_by.sources, refusals), told["external_no"], customer,
        chosen(row, "kind", told, told_by.kinds, refusals), _machine(row, told, told_by, refusals), _fault(row, told, refusals),
        _wished(line, refusals, at), _ordered(line, refusals, at), key[0] if key else "",
        chosen(row, "payer", told, PAYERS, refusals), told["verification_code"],
    )  # fmt: skip
    return order if len(refusals.found) == before else None


def _customer(row: int, told: dict[str, str], refusals: Refusals) -> NewCustomer:
    new = NewCustomer(
        "household", told["name"], (NewContact(told["name"], "本人", phones=(told["phone"],)),),
        (NewAddress(told["address"], told["division"]),), source=told["source"],
    )  # fmt: skip
    for name, words in problems_of(new).items():
        column = _FIELDS.get(name, name)
        empty = column in told and not told[column]
        refusals.add_words(row, column, Words("请填写此项。", "Fill this in.") if empty else words)
    return new


def _check_texts(row: int, told: dict[str, str], refusals: Refusals) -> None:
    if not told["external_no"]:
        refusals.add(row, "external_no", "请填写平台单号。", "Give the external number.")
    for key, most in (("external_no", 64), ("verification_code", 60), ("model", 80)):
        if len(told[key]) > most:
            refusals.add(row, key, f"最多 {most} 个字符。", f"At most {most} characters.")


def _machine(row: int, told: dict[str, str], lists_now: Lists, refusals: Refusals) -> MachineDraft:
    """A model of the catalogue brings its line; a line alone will do."""
    model = told["model"].upper()
    if model and model not in lists_now.models:
        refusals.add(row, "model", f"目录中没有型号「{model[:40]}」。", f"The catalogue has no model “{model[:40]}”.")
    line = lists_now.models.get(model, "")
    if told["line"] and not line:
        line = chosen(row, "line", told, lists_now.lines, refusals)
    if not line and not model:
        refusals.add(row, "line", "请填写品类或型号。", "Give the product line or the model.")
    return MachineDraft(product_line=line, model=model)


def _fault(row: int, told: dict[str, str], refusals: Refusals) -> str:
    """The wish, with the serial the platform names: a machine that was never seen is not on file yet."""
    tail = f"序列号 {told['serial']}" if told["serial"] else ""
    whole = f"{told['fault']}({tail})" if tail and told["fault"] else told["fault"] or tail
    if len(whole) > 1000:
        refusals.add(row, "fault", "最多 1000 个字。", "At most 1,000 characters.")
    return whole


def _wished(line: Line, refusals: Refusals, at: datetime) -> Window | None:
    """A span that is over already is no wish any more."""
    try:
        span = span_of(line.cells[ORDERS.places["wished"]])
    except BadCell as bad:
        refusals.add_words(line.number, "wished", bad.words)
        return None
    if span is None or span[1] <= at:
        return None
    if not timedelta() < span[1] - span[0] <= _LONGEST_WISH:
        refusals.add(
            line.number, "wished", "结束须晚于开始，且不超过 12 小时。", "It ends after it starts, within 12 hours."
        )
    return Window(*span)


def _ordered(line: Line, refusals: Refusals, at: datetime) -> datetime:
    try:
        moment = moment_of(line.cells[ORDERS.places["ordered_at"]]) or at
    except BadCell as bad:
        refusals.add_words(line.number, "ordered_at", bad.words)
        return at
    if moment > at:
        refusals.add(line.number, "ordered_at", "下单时间晚于现在。", "It lies in the future.")
    return moment


def _by_word(entries: Mapping[str, Words]) -> dict[str, str]:
    """Every entry by its key and both its words."""
    return {word.lower(): key for key, words in entries.items() for word in (words.zh, words.en, key)}
