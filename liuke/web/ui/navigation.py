"""Where each role can go. A page that this installation does not have is left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from liuke.foundation.identity.models import Actor
from liuke.web.ui.doors import ANY_STAFF

SITE: Final = frozenset({"site_clerk", "site_manager"})
HOTLINE: Final = frozenset({"agent", "hotline_lead", "duty_manager", "administrator"})
DISPATCH: Final = frozenset({"dispatcher", "dispatch_lead", "duty_manager", "regional_manager", "administrator"})
COMPLAINTS: Final = frozenset(
    {
        "complaint_officer",
        "complaint_manager",
        "hotline_lead",
        "callback_lead",
        "duty_manager",
        "quality_manager",
        "administrator",
    }
)
CLAIMS: Final = frozenset(
    {
        "site_clerk",
        "site_manager",
        "regional_manager",
        "service_director",
        "general_manager",
        "complaint_officer",
        "complaint_manager",
        "finance",
        "settlement_clerk",
        "administrator",
    }
)
QUALITY: Final = frozenset(
    {
        "quality_manager",
        "regional_manager",
        "service_director",
        "general_manager",
        "administrator",
        "settlement_clerk",
        "finance",
        "complaint_manager",
        "callback_lead",
    }
)
KEEPING: Final = frozenset(
    {"account_manager", "regional_manager", "service_director", "general_manager", "administrator"}
)
PARTS: Final = frozenset(
    {
        "parts_clerk",
        "parts_lead",
        "service_director",
        "regional_manager",
        "general_manager",
        "duty_manager",
        "dispatcher",
        "dispatch_lead",
        "finance",
        "settlement_clerk",
        "administrator",
    }
)
KEEPERS: Final = frozenset({"regional_manager", "service_director", "general_manager", "administrator"})
CALLBACK: Final = frozenset({"callback_agent", "callback_lead", "duty_manager", "administrator"})

WATCHERS: Final = frozenset(
    {"quality_manager", "callback_lead", "complaint_manager", "service_director", "general_manager", "administrator"}
)

CHARGES: Final = frozenset(
    {
        "settlement_clerk",
        "finance",
        "regional_manager",
        "quality_manager",
        "duty_manager",
        "service_director",
        "general_manager",
        "administrator",
    }
)
SECRECY: Final = frozenset(
    {
        "hotline_lead",
        "dispatch_lead",
        "callback_lead",
        "site_manager",
        "regional_manager",
        "duty_manager",
        "complaint_manager",
        "quality_manager",
        "account_manager",
        "settlement_clerk",
        "service_director",
        "general_manager",
        "administrator",
    }
)
SETTLEMENT: Final = frozenset({"settlement_clerk", "finance", "regional_manager", "general_manager"})


@dataclass(frozen=True)
class Entry:
    """One line of the navigation; `route` is the URL name, `keys` its shortcut after `g`."""

    route: str
    label: str | Promise
    icon: str
    roles: frozenset[str] = ANY_STAFF
    keys: str = ""
    section: str = ""


ENTRIES: Final = (
    Entry("desk:today", _("Today"), "checklist", ANY_STAFF - {"technician"}, "t", "today"),
    Entry("field:today", _("My stops"), "route", frozenset({"technician"}), "t", "field"),
    Entry("desk:hotline", _("Calls"), "headset", HOTLINE, "h", "hotline"),
    Entry("desk:orders", _("Work orders"), "clipboard-list", ANY_STAFF - {"technician"}, "o", "orders"),
    Entry("desk:dispatch", _("Dispatch"), "map-route", DISPATCH, "d", "dispatch"),
    Entry("desk:site", _("My site"), "building-store", SITE, "s", "site"),
    Entry("desk:callbacks", _("Callbacks"), "phone-outgoing", CALLBACK, "b", "callbacks"),
    Entry("desk:complaints", _("Complaints"), "mood-sad", COMPLAINTS, "x", "complaints"),
    Entry("desk:claims", _("Claims"), "replace", CLAIMS, "e", "claims"),
    Entry("desk:causes", _("Causes"), "search", COMPLAINTS | QUALITY, "f", "causes"),
    Entry("desk:quality", _("Fault cases"), "gavel", QUALITY | SITE, "q", "quality"),
    Entry("desk:site-grades", _("Site grades"), "star", QUALITY | SITE, "v", "site-grades"),
    Entry("desk:evaluation-signs", _("Evaluations"), "zoom-question", WATCHERS, "u", "signs"),
    Entry("desk:charges", _("Charges"), "receipt", CHARGES | SITE, "y", "charges"),
    Entry("desk:settlement", _("Settlement"), "file-text", SETTLEMENT | SITE, "j", "settlement"),
    Entry("desk:parts", _("Parts"), "tool", PARTS | SITE, "k", "parts"),
    Entry("desk:network", _("Network"), "map-pin", KEEPERS, "n", "network"),
    Entry("desk:customers", _("Customers"), "users", ANY_STAFF - {"technician"}, "c", "customers"),
    Entry("desk:keeping", _("Keeping"), "users", KEEPING, "a", "keeping"),
    Entry("desk:secrecy", _("Confidentiality"), "shield-lock", SECRECY, "z", "secrecy"),
    Entry(
        "desk:imports",
        _("Import"),
        "upload",
        frozenset({"administrator", "hotline_lead", "dispatch_lead", "account_manager"}),
        "i",
        "imports",
    ),
    Entry("desk:live-board", _("Live board"), "layout-dashboard", ANY_STAFF - {"technician"}, "l", "board"),
    Entry("desk:measures", _("Measures"), "chart-bar", ANY_STAFF - {"technician", "agent"}, "m", "measures"),
    Entry("desk:knowledge", _("Knowledge"), "bolt", ANY_STAFF, "w", "knowledge"),
    Entry("desk:handbook", _("Handbook"), "book", ANY_STAFF - {"technician"}, "r", "handbook"),
    Entry("desk:people", _("People"), "settings", frozenset({"administrator"}), "p", "people"),
)


@dataclass(frozen=True)
class Link:
    url: str
    label: str | Promise
    icon: str
    keys: str
    here: bool


def entries_for(actor: Actor, *, path: str) -> list[Link]:
    """The actor's navigation with the place he is at."""
    found = [(e, url_of(e.route)) for e in ENTRIES if actor.has_role(*e.roles)]
    at = max((url for _entry, url in found if url and _inside(path, url)), key=len, default="")
    return [Link(url, e.label, e.icon, e.keys, url == at) for e, url in found if url]


def _inside(path: str, url: str) -> bool:
    return path == url if url == "/" else path.startswith(url)


def url_of(route: str) -> str:
    """The address of a named page, or nothing where it does not exist."""
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""
