"""Addresses of things that other folders of the desk show."""

from urllib.parse import quote

from django.urls import NoReverseMatch, reverse


def order_url(number: str) -> str:
    """The page of a work order, also in an installation without one."""
    try:
        return reverse("desk:order", args=[number])
    except NoReverseMatch:
        return f"/orders/{quote(number, safe='')}/"
