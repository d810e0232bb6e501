"""People, numbers and addresses: shown masked, revealed for a purpose, added, let go."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from liuke.areas.customers import access
from liuke.areas.customers.actions import contacts, doubting
from liuke.areas.customers.actions.drafts import NewAddress, NewContact
from liuke.areas.customers.queries import file
from liuke.areas.secrecy.queries.terms import looks_on
from liuke.foundation.faults import Forbidden, Invalid, Missing, Refused
from liuke.foundation.identity.roles import CENTRE_ROLES, SITE_ROLES
from liuke.web.desk.filters import day_of, told
from liuke.web.ui.doors import Request, back, page

READERS = CENTRE_ROLES | SITE_ROLES


@page(roles=READERS, methods=("POST",))
def reveal(request: Request) -> HttpResponse:
    """The clear value, for a minute, with its audit row. A refusal is told in place, so that its own row is kept too."""
    value, purpose = request.POST.get("value", ""), request.POST.get("purpose", "")
    purposes = looks_on(day_of(request.at))
    if purpose not in purposes:
        raise Invalid.field("purpose", "请选择查看用途。", "Choose what you need it for.")
    context = {"value": value, "purposes": purposes.items(), "mask": request.POST.get("mask", "")[:200]}
    try:
        clear = access.reveal(value, purpose=purposes[purpose].zh, by=request.by, at=request.at)
    except (Forbidden, Refused) as refusal:
        return render(request, "desk/customer_file/masked.html", context | {"refusal": told(refusal.words)})
    return render(request, "desk/customer_file/clear.html", context | {"clear": clear})


@page(roles=READERS)
def mask(request: Request) -> HttpResponse:
    """The mask again, after its minute."""
    value = request.GET.get("value", "")
    context = {"value": value, "mask": _mask_of(request, value), "purposes": looks_on(day_of(request.at)).items()}
    return render(request, "desk/customer_file/masked.html", context)


@page(roles=CENTRE_ROLES, methods=("POST",))
def add_contact(request: Request, ref: str) -> HttpResponse:
    """Another person who speaks for the customer."""
    said, brief = request.POST, file.get_brief(ref, by=request.by)
    phone = said.get("phones.0", "").strip()
    new = NewContact(said.get("name", ""), said.get("relation", ""), said.get("role", ""), [phone] if phone else [])
    contacts.add_contact(brief.id, new, by=request.by, at=request.at)
    return _to_people(request, brief.code)


@page(roles=CENTRE_ROLES, methods=("POST",))
def add_phone(request: Request, contact_id: int) -> HttpResponse:
    """Another number of a contact."""
    contacts.add_phone(contact_id, request.POST.get("phone", ""), by=request.by, at=request.at)
    return _to_people(request, "")


@page(roles=CENTRE_ROLES, methods=("POST",))
def add_address(request: Request, ref: str) -> HttpResponse:
    """Another place where the customer is served."""
    said, brief = request.POST, file.get_brief(ref, by=request.by)
    new = NewAddress(said.get("text", ""), note=said.get("note", ""))
    contacts.add_address(brief.id, new, by=request.by, at=request.at)
    return _to_people(request, brief.code)


@page(roles=CENTRE_ROLES, methods=("POST",))
def detach(request: Request, phone_id: int) -> HttpResponse:
    """号码已换主: the number is another person's now."""
    contacts.number_changed_owner(phone_id, by=request.by, at=request.at)
    return _to_people(request, "")


@page(roles=CENTRE_ROLES, methods=("POST",))
def confirm(request: Request, ref: str) -> HttpResponse:
    """号码无误: somebody had doubted a number; it was checked and is this customer's."""
    brief = file.get_brief(ref, by=request.by)
    doubting.confirm_numbers(brief.id, by=request.by, at=request.at)
    return _to_people(request, brief.code)


def _mask_of(request: Request, value: str) -> str:
    kind, _, number = value.partition(":")
    pk = int(number) if number.isascii() and number.isdecimal() and len(number) < 19 else 0
    if kind == "phone":
        return access.phone(pk, by=request.by).mask
    if kind == "address":
        return file.get_address(pk, by=request.by).masked
    raise Missing("没有这项资料。", "There is no such value.")


def _to_people(request: Request, code: str) -> HttpResponse:
    place = f"{reverse('desk:customer', args=[code])}?tab=people" if code else reverse("desk:customers")
    return back(request, place) if "next" in request.POST else HttpResponseRedirect(place)
