"""What is owed: one row a promise, one clock column, one partial index over the open."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, Least

from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.models import Timeline


class Terms(models.Model):
    """What a version of a rule says of its promises. Never changed; a new version is a new row."""

    rule = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    what = models.CharField(max_length=64)
    per_customer = models.BooleanField(default=False)
    kept_by = ArrayField(models.CharField(max_length=80), default=list)
    void_by = ArrayField(models.CharField(max_length=80), default=list)
    hold_while = models.CharField(max_length=40, blank=True, default="")
    again = models.CharField(max_length=8, default="keep")
    not_before = models.CharField(max_length=60, blank=True, default="")
    due = models.CharField(max_length=60)
    ladder = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(name="one_set_of_terms_per_rule_version", fields=["rule", "version"])]


class Promise(models.Model):
    """Who owes what to whom until when, and to whom it goes when late. Late is computed; missed is a fact."""

    class State(models.TextChoices):
        OPEN = "open"
        KEPT = "kept"
        VOID = "void"
        WAIVED = "waived"

    timeline = models.ForeignKey(Timeline, models.PROTECT, related_name="promises", db_index=False)
    terms = models.ForeignKey(Terms, models.PROTECT, related_name="+", db_index=False)
    what = models.CharField(max_length=64)
    rule = models.CharField(max_length=64)
    about = models.CharField(max_length=40)
    words = models.TextField(blank=True, default="")
    owner = models.ForeignKey(Actor, models.PROTECT, null=True, related_name="+", db_index=False)
    owner_team = models.CharField(max_length=64, blank=True, default="")
    owner_role = models.CharField(max_length=32, blank=True, default="")
    calendar_key = models.CharField(max_length=64, default="service")
    seen_by = models.CharField(max_length=12, default="staff")
    opened_by = models.BigIntegerField()
    opened_at = models.DateTimeField()
    depth = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(null=True)
    due_at = models.DateTimeField()
    first_due_at = models.DateTimeField()
    judged_due_at = models.DateTimeField()
    held_since = models.DateTimeField(null=True)
    state = models.CharField(max_length=6, choices=State.choices, default=State.OPEN)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.BigIntegerField(null=True)
    level = models.PositiveSmallIntegerField(default=0)
    next_alarm_at = models.DateTimeField(null=True)
    missed_by = models.BigIntegerField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [
            # the loop: its cost depends on what is due, not on what is open
            models.Index(
                name="promise_alarms",
                fields=["next_alarm_at", "id"],
                condition=Q(state="open", held_since__isnull=True, failures__lt=3),
            ),
            # keeping, holds, before-you-speak
            models.Index(name="promise_open_by_timeline", fields=["timeline", "due_at"], condition=Q(state="open")),
            # Today, by person and by pool
            models.Index(name="promise_open_by_owner", fields=["owner", "due_at"], condition=Q(state="open")),
            models.Index(
                name="promise_open_by_pool",
                fields=["owner_role", "owner_team", "due_at"],
                condition=Q(state="open", owner__isnull=True),
            ),
            # the same where the pool is the whole role's, whatever the team
            models.Index(
                name="promise_open_by_role",
                fields=["owner_role", "due_at", "id"],
                condition=Q(state="open", owner__isnull=True),
            ),
            # kept rates and the rows behind them
            models.Index(Least(Coalesce("ended_at", "judged_due_at"), "judged_due_at"), name="promise_counted_at"),
            # Today's head: what this person has done
            models.Index(name="promise_kept_by_owner", fields=["owner", "ended_at"], condition=Q(state="kept")),
            # what an event has kept already, when a keeper comes before its opener
            models.Index(name="promise_by_keeper", fields=["ended_by"], condition=Q(state="kept")),
            # promises folded under the event that led to them; what a cleared miss had opened
            models.Index(name="promise_by_opener", fields=["opened_by"]),
            # all promises to a customer, the newest first
            models.Index(name="promise_by_timeline", fields=["timeline", "id"]),
            # what is owed next about an order, for lists that put the most at risk first
            models.Index(
                name="promise_owed_next",
                fields=["about", "due_at"],
                condition=Q(state="open", held_since__isnull=True),
            ),
            # the soonest of all: where the rank of a long list begins; what is late
            models.Index(
                name="promise_soonest",
                fields=["due_at", "id"],
                include=["about"],
                condition=Q(state="open", held_since__isnull=True),
            ),
            # the story of one order
            models.Index(name="promise_by_about", fields=["about", "id"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="an_ended_promise_says_when",
                condition=Q(state="open", ended_at__isnull=True) | (~Q(state="open") & Q(ended_at__isnull=False)),
            ),
            models.CheckConstraint(name="a_promise_has_an_owner", condition=Q(owner__isnull=False) | ~Q(owner_role="")),
        ]


class Alarm(models.Model):
    """A step of a promise's ladder that was reached: written with the step, told once, cleared if all was in time."""

    promise = models.ForeignKey(Promise, models.CASCADE, related_name="alarms")
    step = models.PositiveSmallIntegerField()
    to = models.ForeignKey(Actor, models.PROTECT, null=True, related_name="+")
    to_role = models.CharField(max_length=32, blank=True, default="")
    to_team = models.CharField(max_length=64, blank=True, default="")
    raised_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    cleared_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="a_step_is_taken_once", fields=["promise", "step"])]
        indexes = [models.Index(name="alarm_untold", fields=["id"], condition=Q(told_at__isnull=True))]
