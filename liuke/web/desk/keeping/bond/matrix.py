"""Willingness beside quality (H6): how many companies stand where, what is advised, and who they are; the ladder (H30)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liuke.areas.keeping.queries import bond_matrix as bond
from liuke.areas.keeping.queries import ladder
from liuke.areas.keeping.queries.bond_terms import BondTerms, terms_on
from liuke.foundation.clock import local
from liuke.foundation.faults import Invalid
from liuke.foundation.words import Words
from liuke.web.desk.filters import address
from liuke.web.desk.keeping.handovers import ROLES
from liuke.web.desk.promise_rows import customer_shape
from liuke.web.ui import shapes
from liuke.web.ui.doors import Request, page


@page(roles=ROLES)
def matrix(request: Request) -> HttpResponse:
    """`?willingness=&quality=` lists the companies of one cell, `?step=` the customers of a step of the ladder; a keeper's
    own, for managers all."""
    will, worth = _chosen(request)
    terms = terms_on(local(request.at).date())
    counted = bond.matrix(by=request.by, at=request.at)
    context = {
        "lines": [(words, _cells(level, counted, terms)) for level, words in bond.QUALITY.items()],
        "assessed": sum(n for (level, _worth), n in counted.items() if level != "unknown"),
        "companies": sum(counted.values()),
        "ladder": _ladder(ladder.ladder(by=request.by)),
        "levels": terms.levels,
    }
    if will:
        context |= _cell(request, will, worth, terms)
    elif step := request.GET.get("step", ""):
        context |= _step(request, step)
    return render(request, "desk/keeping/bond/matrix.html", context)


def _chosen(request: Request) -> tuple[str, str]:
    will, worth = request.GET.get("willingness", ""), request.GET.get("quality", "")
    if (will or worth) and not (will in bond.WILLINGNESS and worth in bond.QUALITY):
        raise Invalid.field("willingness", "没有这一格，请从矩阵中点选。", "There is no such cell; choose one.")
    return will, worth


def _cells(worth: str, counted: Any, terms: BondTerms) -> list[dict[str, Any]]:
    """One line of the matrix, from firm to not assessed."""
    base = reverse("desk:bond-matrix")
    return [
        {
            "label": words,
            "count": counted.get((will, worth), 0),
            "advice": terms.advice(will, worth),
            "url": f"{base}?willingness={will}&quality={worth}#cell",
        }
        for will, words in bond.WILLINGNESS.items()
    ]


def _ladder(counted: Mapping[str, int]) -> list[tuple[Words, int, str]]:
    """Each step with its figure and the address that lists its customers."""
    base = reverse("desk:bond-matrix")
    return [(ladder.STEPS[step], n, f"{base}?step={step}#step") for step, n in counted.items()]


def _step(request: Request, step: str) -> dict[str, Any]:
    found = ladder.list_step(step, after=request.GET.get("after", "")[:20], by=request.by)
    return {
        "step": ladder.STEPS[step],
        "step_rows": [(row, customer_shape(row.customer)) for row in found.rows],
        "step_columns": [
            shapes.Column("customer", _("Customer")),
            shapes.Column("said", pgettext("a customer", "Answered")),
            shapes.Column("keeper", _("Keeper")),
        ],
        "next_url": f"{address(request)}&after={found.next_after}" if found.next_after else "",
    }


def _cell(request: Request, will: str, worth: str, terms: BondTerms) -> dict[str, Any]:
    after = request.GET.get("after", "")[:20]
    found = bond.list_cell(will, worth, after=after, by=request.by, at=request.at)
    return {
        "chosen": (bond.WILLINGNESS[will], bond.QUALITY[worth], terms.advice(will, worth)),
        "rows": [_row(row) for row in found.rows],
        "columns": _columns(),
        "next_url": f"{address(request)}&after={found.next_after}" if found.next_after else "",
    }


def _row(row: bond.CellRow) -> dict[str, Any]:
    return {
        "row": row,
        "customer": customer_shape(row.customer),
        "step": ladder.STEPS.get(row.step),
        "url": reverse("desk:bond", args=[row.customer.code]),
    }


def _columns() -> list[shapes.Column]:
    return [
        shapes.Column("customer", _("Customer")),
        shapes.Column("firmness", _("Fresh signs"), number=True),
        shapes.Column("step", _("Satisfaction")),
        shapes.Column("keeper", _("Keeper")),
        shapes.Column("act", ""),
    ]
