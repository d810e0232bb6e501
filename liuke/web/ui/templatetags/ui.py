"""Filters and tags of all pages: moments, money, masks, the address of a changed filter."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django import template
from django.http import QueryDict
from django.template.context import Context
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from liuke.foundation import clock
from liuke.foundation.forms import actions as forms
from liuke.foundation.words import Words
from liuke.web.ui import moments

register = template.Library()
_CODE: Final = re.compile(r"\b[A-Z]{1,4}-\d{4,}\b|\d{4}-\d\d-\d\d")


def _language() -> str:
    return get_language() or "zh-hans"


def _now(context: Context) -> datetime:
    now = context.get("now")
    return now if isinstance(now, datetime) else clock.now()


@register.filter
def moment(at: datetime | None) -> SafeString | str:
    """今天 15:00, the full moment in the tooltip."""
    if not at:
        return ""
    said = moments.moment(at, now=clock.now(), language=_language())
    return _time(at, said)


@register.filter
def ago(at: datetime | None) -> SafeString | str:
    """3 小时前, kept current by the page's script."""
    if not at:
        return ""
    said = moments.ago(at, now=clock.now(), language=_language())
    full = moments.absolute(at, language=_language())
    return format_html('<time class="moment" datetime="{}" title="{}" data-ago>{}</time>', at.isoformat(), full, said)


@register.filter
def remaining(due: datetime | None) -> SafeString | str:
    """还剩 42 分, counted down by the page's script."""
    if not due:
        return ""
    said = moments.remaining(due, now=clock.now(), language=_language())
    full = moments.absolute(due, language=_language())
    return format_html('<time class="moment" datetime="{}" title="{}" data-left>{}</time>', due.isoformat(), full, said)


@register.filter
def day(on: date | None) -> str:
    """明天, 11月26日 周四."""
    if not on:
        return ""
    return moments.day(on, today=clock.local(clock.now()).date(), language=_language())


@register.simple_tag(takes_context=True)
def due(context: Context, at: datetime) -> moments.Due:
    """{% due promise.due_at as due %}: said, left, full and state of a due moment."""
    return moments.due(at, now=_now(context), language=_language())


@register.filter
def window(span: tuple[datetime, datetime] | None) -> SafeString | str:
    """今天 14:00–16:00 of a (start, end)."""
    if not span:
        return ""
    return _time(span[0], moments.window(*span, now=clock.now(), language=_language()))


def _time(at: datetime, said: str) -> SafeString:
    full = moments.absolute(at, language=_language())
    return format_html('<time class="moment" datetime="{}" title="{}">{}</time>', at.isoformat(), full, said)


@register.filter
def money(amount: Any) -> str:
    """¥1,280.00; zero and negative as they are, nothing for nothing."""
    if amount is None or amount == "":
        return ""
    value = Decimal(str(getattr(amount, "amount", amount)))
    sign = "-" if value < 0 else ""
    symbol = {"CNY": "¥", "USD": "US$", "EUR": "€"}.get(getattr(amount, "currency", "CNY"), "")
    return f"{sign}{symbol}{abs(value):,.2f}"


@register.filter
def cents(amount: int | None) -> str:
    """An amount in cents as money."""
    return "" if amount is None else money(Decimal(amount) / 100)


@register.filter
def mask(phone: str | None) -> str:
    """138****2203; what is masked already stays as it is."""
    text = (phone or "").strip()
    if "*" in text:
        return text
    digits = re.sub(r"\D", "", text)
    if len(digits) < 7:
        return "*" * len(digits)
    return f"{digits[:3]}{'*' * (len(digits) - 7)}{digits[-4:]}"


@register.filter
def told(words: Words | str | None) -> str:
    """A Words in the reader's language."""
    if isinstance(words, Words):
        return words.told(_language())
    return str(words or "")


@register.filter
def item(mapping: Any, key: str) -> Any:
    """A dictionary's or form's value by a key that is itself a variable."""
    try:
        return mapping.get(key, "") if mapping else ""
    except AttributeError:
        return ""


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: Any) -> str:
    """This address with some parameters changed; an empty value takes one away, the page starts anew."""
    request = context.get("request")
    values = request.GET.copy() if request else QueryDict(mutable=True)
    values.pop("after", None)
    for key, value in changes.items():
        values.pop(key, None)
        if value not in ("", None):
            values[key] = str(value)
    return f"?{values.urlencode()}" if values else "?"


@register.simple_tag
def new_number() -> str:
    """A one-time number for a form."""
    return forms.issue()


@register.simple_tag(takes_context=True)
def typed_value(context: Context, name: str, value: Any = "") -> Any:
    """What was typed into this field before it was refused, else its value."""
    typed = context.get("typed")
    return typed.get(name, "") if typed is not None and name in typed else ("" if value is None else value)


@register.simple_tag(takes_context=True)
def fault_of(context: Context, name: str) -> str:
    """What is wrong with this field, in the reader's language."""
    fault = context.get("fault")
    words = fault.fields.get(name) if fault else None
    return told(words) if words else ""


@register.simple_tag
def cell(one: dict[str, Any], place: int) -> dict[str, Any]:
    """A chart series' value and link at a place, for the table beside the chart."""
    links = one.get("links") or []
    values = one["values"]
    return {
        "value": values[place] if place < len(values) else "",
        "link": links[place] if place < len(links) else "",
    }


@register.filter
def thousands(value: Any) -> str:
    """12,640; what is no whole number stays as it is."""
    text = str(value if value is not None else "")
    return f"{int(text):,}" if text.isascii() and text.isdigit() else text


@register.filter
def codes(text: str) -> SafeString:
    """A sentence in which numbers of things (WO-000318) and dates never break at the line's end."""
    return mark_safe(_CODE.sub(r'<span class="nowrap">\g<0></span>', conditional_escape(text)))  # noqa: S308  # escaped first


@register.filter
def filled(slot: Any) -> bool:
    """Does a slot hold anything besides blanks?"""
    return bool(str(slot or "").strip())


@register.filter
def number(value: Any) -> int:
    """A count for the plural tags, whatever an attribute made of it."""
    return int(str(value or 0))  # a lazy number has no __int__
