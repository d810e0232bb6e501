"""Greetings to customers: on which day, how, and what became of each (H51). When a person owes one says the promise."""

from __future__ import annotations

from typing import ClassVar, Final

from django.db import models
from django.db.models import Q

from liuke.areas.customers.models import Contact, Customer
from liuke.foundation.identity.models import Actor

WAITS: Final = Q(state__in=["planned", "asked"])


class Gesture(models.Model):
    """One greeting of one person. `whose` is the contact whose birthday it is, 0 where the occasion is everybody's."""

    number = models.CharField(max_length=16, unique=True)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="+", db_index=False)
    occasion = models.CharField(max_length=40)
    whose = models.BigIntegerField(default=0)
    day = models.DateField()
    way = models.CharField(max_length=4)
    state = models.CharField(max_length=8)
    why = models.CharField(max_length=16, blank=True, default="")
    planned_at = models.DateTimeField()
    decided_by = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="an_occasion_is_greeted_once", fields=["customer", "occasion", "whose", "day"]
            ),
            models.CheckConstraint(name="a_greeting_goes_by_a_known_way", condition=Q(way__in=["sms", "call"])),
            models.CheckConstraint(
                name="a_greeting_is_in_a_known_state",
                condition=Q(state__in=["planned", "asked", "given", "left_out", "lapsed"]),
            ),
            models.CheckConstraint(name="what_is_asked_about_says_why", condition=~Q(state="asked") | ~Q(why="")),
            models.CheckConstraint(
                name="an_ended_greeting_says_when",
                condition=Q(state__in=["planned", "asked"], ended_at=None)
                | (~Q(state__in=["planned", "asked"]) & Q(ended_at__isnull=False)),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # the page, and what is due today
            models.Index(name="gesture_waits", fields=["state", "day", "id"], condition=WAITS),
            models.Index(name="gesture_ended", fields=["-ended_at", "-id"], condition=Q(ended_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.number
