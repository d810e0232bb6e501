"""Work orders, their machines, and the sites they were laid before."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Right

from liuke.areas.customers.models import Customer
from liuke.areas.network.models import Site
from liuke.areas.products.models import Machine
from liuke.areas.service.models.requests import ServiceRequest
from liuke.areas.service.rules import states
from liuke.areas.service.rules.windows import Window
from liuke.foundation.identity.models import Actor

OPEN = Q(state__in=list(states.OPEN))


class WorkOrder(models.Model):
    """One visit's worth of work at one household, of one or more machines; `state` follows rules/states.py alone."""

    number = models.CharField(max_length=20, unique=True)
    request = models.ForeignKey(ServiceRequest, models.PROTECT, null=True, blank=True, related_name="orders")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="orders", db_index=False)
    address_id = models.BigIntegerField(null=True, blank=True)
    division = models.CharField(max_length=9, blank=True, default="")
    kind = models.CharField(max_length=20)
    product_line = models.CharField(max_length=40, blank=True, default="")
    product_lines = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    source = models.CharField(max_length=20)
    external_no = models.CharField(max_length=64, blank=True, default="")
    payer = models.CharField(max_length=10, blank=True, default="")
    verification_code = models.CharField(max_length=60, blank=True, default="")
    code_used_at = models.DateTimeField(null=True, blank=True)
    cancel_asked_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=20)
    version = models.PositiveIntegerField(default=1)
    guarantee = models.CharField(max_length=10, default="unknown")
    safety = models.BooleanField(default=False)
    repeat_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="repeats")

    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="orders", db_index=False)
    technician = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="orders", db_index=False)
    wished_start = models.DateTimeField(null=True, blank=True)
    wished_end = models.DateTimeField(null=True, blank=True)
    window_start = models.DateTimeField(null=True, blank=True)
    window_end = models.DateTimeField(null=True, blank=True)

    chases = models.PositiveSmallIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    moves = models.PositiveSmallIntegerField(default=0)
    moves_ours = models.PositiveSmallIntegerField(default=0)
    hold_reason = models.CharField(max_length=20, blank=True, default="")
    hold_stops_clock = models.BooleanField(default=False)
    hold_evidence = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    held_until = models.DateTimeField(null=True, blank=True)
    held_from = models.CharField(max_length=20, blank=True, default="")
    second_visit_reason = models.CharField(max_length=20, blank=True, default="")
    outcome = models.CharField(max_length=24, blank=True, default="")
    paid = models.BooleanField(default=False)

    made_at = models.DateTimeField()
    dispatched_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    work_ended_at = models.DateTimeField(null=True, blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="an_order_is_in_a_known_state", condition=Q(state__in=list(states.STATES))),
            models.CheckConstraint(
                name="an_order_at_a_site_names_it", condition=~Q(state__in=states.AT_A_SITE) | Q(site__isnull=False)
            ),
            models.CheckConstraint(
                name="a_window_has_start_and_end_in_order",
                condition=Q(window_start__isnull=True, window_end__isnull=True) | Q(window_start__lt=F("window_end")),
            ),
            models.CheckConstraint(
                name="a_booked_order_has_a_window", condition=~Q(state="booked") | Q(window_start__isnull=False)
            ),
            models.CheckConstraint(
                name="an_order_on_hold_has_reason_and_time",
                condition=~Q(state="on_hold") | (~Q(hold_reason="") & Q(held_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="an_ended_order_has_a_time",
                condition=~Q(state__in=sorted(states.ENDED)) | Q(ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="only_a_code_that_was_given_is_used",
                condition=Q(code_used_at__isnull=True) | ~Q(verification_code=""),
            ),
            models.UniqueConstraint(
                name="an_order_has_one_open_repeat", fields=["repeat_of"], condition=Q(repeat_of__isnull=False) & OPEN
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # lists of open orders by state, keyset by id; the board counts them, and meets promises, without the rows
            models.Index(name="order_open", fields=["state", "-id"], include=["number", "hold_reason"], condition=OPEN),
            # a site's desk and list; ended ones too, for its history
            models.Index(name="order_of_site", fields=["site", "state", "-id"], condition=Q(site__isnull=False)),
            # windows: what a site has promised on a day (counted under the site's lock)
            models.Index(
                name="order_window_of_site", fields=["site", "window_start"], condition=Q(window_start__isnull=False)
            ),
            # the file and the screen pop
            models.Index(name="order_of_customer", fields=["customer", "-id"]),
            models.Index(name="order_open_of_customer", fields=["customer"], condition=OPEN),
            # a technician's own list
            models.Index(
                name="order_of_technician", fields=["technician", "-id"], condition=Q(technician__isnull=False)
            ),
            # the dispatcher's piles by risk: all that ranks an order stands in the index, so that none of its rows is read
            models.Index(
                name="order_by_risk",
                fields=["state", "made_at", "id"],
                include=["number", "safety", "chases"],
                condition=Q(state__in=["new", "to_dispatch", "offered"]),
            ),
            # the same for the piles of a site's desk, and how many lie in each
            models.Index(
                name="order_on_a_desk",
                fields=["site", "state", "id"],
                include=["number", "safety", "chases", "made_at", "technician"],
                condition=Q(state__in=[*states.AT_A_SITE, "on_hold"]),
            ),
            # "the last four, please"
            models.Index(Right("number", 4), F("id").desc(), name="order_by_tail"),
            # the board: what was made today
            BrinIndex(name="order_by_time", fields=["made_at"], autosummarize=True),
            models.Index(name="order_by_external_no", fields=["external_no"], condition=~Q(external_no="")),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def window(self) -> Window | None:
        if self.window_start is None or self.window_end is None:
            return None
        return Window(self.window_start, self.window_end)

    def set_window(self, window: Window | None) -> None:
        self.window_start, self.window_end = (window.start, window.end) if window else (None, None)


class OrderMachine(models.Model):
    """One machine of an order, with its result. `machine` is null while it is not in the installed base."""

    order = models.ForeignKey(WorkOrder, models.CASCADE, related_name="machines")
    line = models.PositiveSmallIntegerField()
    machine = models.ForeignKey(Machine, models.PROTECT, null=True, blank=True, related_name="+")
    product_line = models.CharField(max_length=40, blank=True, default="")
    model = models.CharField(max_length=80, blank=True, default="")
    fault = models.TextField(blank=True, default="")
    guarantee = models.CharField(max_length=10, default="unknown")
    guarantee_reason_zh = models.CharField(max_length=200, blank=True, default="")
    guarantee_reason_en = models.CharField(max_length=200, blank=True, default="")
    final_guarantee = models.CharField(max_length=10, blank=True, default="")
    final_reason_zh = models.CharField(max_length=300, blank=True, default="")
    final_reason_en = models.CharField(max_length=300, blank=True, default="")
    exclusions = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    final_photos = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    consent = models.CharField(max_length=64, blank=True, default="")
    final_at = models.DateTimeField(null=True, blank=True)
    final_by = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    result = models.CharField(max_length=20, blank=True, default="")
    serial = models.CharField(max_length=40, blank=True, default="")
    note = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="machines_of_an_order_are_counted", fields=["order", "line"]),
            models.CheckConstraint(
                name="a_final_verdict_says_when_and_by_whom",
                condition=Q(final_guarantee="") | Q(final_at__isnull=False, final_by__isnull=False),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # a serial counts once: was it installed on another order?
            models.Index(name="order_machine_by_serial", fields=["serial"], condition=~Q(serial="")),
            # what the latest repairs of a model took
            models.Index(
                name="repair_of_model", fields=["model", "-id"], condition=Q(result="repaired") & ~Q(model="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}/{self.line}"

    @property
    def standing(self) -> str:
        """The verdict that counts: the final one, and until there is one what was said on the phone."""
        return self.final_guarantee or self.guarantee


class Offer(models.Model):
    """An order laid before a site, and its answer. Silence is never acceptance: it is recalled."""

    class Answer(models.TextChoices):
        ACCEPTED = "accepted"
        DECLINED = "declined"
        RECALLED = "recalled"
        WITHDRAWN = "withdrawn"  # reassigned, held or cancelled before or after the site answered

    order = models.ForeignKey(WorkOrder, models.CASCADE, related_name="offers")
    site = models.ForeignKey(Site, models.PROTECT, related_name="+", db_index=False)
    offered_at = models.DateTimeField()
    by = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)
    reasons_zh = models.CharField(max_length=300, blank=True, default="")
    reasons_en = models.CharField(max_length=300, blank=True, default="")
    overruled_reason = models.CharField(max_length=20, blank=True, default="")
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="an_answer_has_a_time",
                condition=Q(answer="", answered_at__isnull=True) | (~Q(answer="") & Q(answered_at__isnull=False)),
            ),
            models.UniqueConstraint(
                name="an_order_lies_before_one_site_at_a_time", fields=["order"], condition=Q(answer="")
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # recalls and declines of a site within a week
            models.Index(name="offer_by_answer", fields=["site", "answer", "answered_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}→{self.site_id}"
