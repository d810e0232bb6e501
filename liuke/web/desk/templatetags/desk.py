"""Filters of the desk's own pages."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from liuke.foundation.words import Words
from liuke.web.desk.filters import listed as listed_words
from liuke.web.desk.filters import told
from liuke.web.desk.handbook.sources import source_words
from liuke.web.desk.links import order_url

register = template.Library()


@register.filter
def joined(start: str, rest: object) -> str:
    """`phone:` and 12 make `phone:12`."""
    return f"{start}{rest}"


@register.filter
def listed(parts: Iterable[Words | str]) -> str:
    """Several words in a row: 主管、派单员 or Lead, Dispatcher."""
    return listed_words(parts)


@register.filter
def order_page(number: str) -> str:
    """The address of a work order."""
    return order_url(number)


@register.filter
def cited(source: str) -> str:
    """A rule's source in the reader's words: 默认规则 19 · 手册 H27."""
    return told(source_words(source))
