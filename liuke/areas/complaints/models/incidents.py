"""An incident with its complaints, its measures, and the machines whose owners are to be warned (H20)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from liuke.areas.complaints.models.complaints import Complaint
from liuke.areas.complaints.rules import incidents
from liuke.areas.customers.models import Customer
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.models import Timeline


class Incident(models.Model):
    """A sudden event with its own history. `model` and the spans say which machines are of the batch."""

    timeline = models.OneToOneField(Timeline, models.PROTECT, primary_key=True, related_name="+")
    number = models.CharField(max_length=20, unique=True)
    sort = models.CharField(max_length=8, choices=[(k, w.zh) for k, w in incidents.SORTS.items()])
    title = models.CharField(max_length=120)
    words = models.TextField(blank=True, default="")
    owner = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)
    model = models.CharField(max_length=40, blank=True, default="")
    serial_from = models.CharField(max_length=40, blank=True, default="")
    serial_to = models.CharField(max_length=40, blank=True, default="")
    made_from = models.DateField(null=True, blank=True)
    made_to = models.DateField(null=True, blank=True)
    installed_from = models.DateField(null=True, blank=True)
    installed_to = models.DateField(null=True, blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)
    warned_from = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    ending = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="an_ended_incident_says_how", condition=Q(closed_at__isnull=True) | ~Q(ending="")
            ),
            models.CheckConstraint(
                name="a_batch_is_of_a_model",
                condition=~Q(model="") | Q(serial_from="", made_from__isnull=True, installed_from__isnull=True),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(name="incident_open", fields=["timeline"], condition=Q(closed_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.number


class IncidentCase(models.Model):
    """A complaint that belongs to an incident."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="cases")
    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="incidents")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="a_complaint_is_of_an_incident_once", fields=["incident", "complaint"]),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id}/{self.complaint_id}"


class Measure(models.Model):
    """What is done about it: who, until when, done with which proof."""

    number = models.CharField(max_length=20, unique=True)
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="measures")
    words = models.TextField()
    responsible = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)
    due_at = models.DateTimeField()
    set_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    proof = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="a_measure_that_is_done_shows_it", condition=Q(done_at__isnull=True) | ~Q(proof="")
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Affected(models.Model):
    """A machine of the batch whose owner is to be told; `way` once he was, or could not be."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="affected")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    machine = models.CharField(max_length=16)
    told_at = models.DateTimeField(null=True, blank=True)
    told_by = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    way = models.CharField(max_length=12, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="a_machine_is_warned_of_once", fields=["incident", "machine"]),
            models.CheckConstraint(
                name="a_told_owner_was_told_some_way",
                condition=Q(told_at__isnull=True, way="") | (Q(told_at__isnull=False) & ~Q(way="")),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(name="affected_untold", fields=["incident", "id"], condition=Q(told_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id}/{self.machine}"
