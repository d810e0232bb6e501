"""What was handed in, and which of its batches stand already: so that a killed intake goes on where it was."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from liuke.foundation.identity.models import Actor


class Upload(models.Model):
    """A file that was handed in. Whether its bytes and its refused rows are still there (`kept.py`)."""

    number = models.CharField(max_length=22, unique=True)
    template = models.CharField(max_length=16)
    name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    options: models.JSONField[Any, Any] = models.JSONField(default=dict)
    is_kept = models.BooleanField(default=False)
    has_refused = models.BooleanField(default=False)
    check_job = models.CharField(max_length=22)
    run_job = models.CharField(max_length=22, blank=True, default="")
    handed_by = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    handed_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(name="uploads_of_a_person", fields=["handed_by", "-id"]),
        ]

    def __str__(self) -> str:
        return self.number


class Piece(models.Model):
    """A few megabytes of a file as it came, or of the workbook of its refused rows: they hold clear numbers, so they rest
    sealed. In pieces, because a file of a million rows is no value of one row."""

    class What(models.TextChoices):
        FILE = "file"
        REFUSED = "refused"

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="pieces", db_index=False)
    what = models.CharField(max_length=8, choices=What.choices)
    place = models.PositiveIntegerField()
    sealed = models.BinaryField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="a_piece_has_its_place", fields=["upload", "what", "place"]),
        ]

    def __str__(self) -> str:
        return f"{self.upload_id} {self.what} {self.place}"


class TakenBatch(models.Model):
    """The ledger: this batch of this file stands, written in the very transaction that wrote its rows."""

    template = models.CharField(max_length=16)
    digest = models.CharField(max_length=64)
    number = models.PositiveIntegerField()
    rows = models.PositiveIntegerField()
    refused = models.PositiveIntegerField(default=0)
    taken_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="a_batch_of_a_file_stands_once", fields=["template", "digest", "number"]),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.digest[:8]} {self.number}"


class ColumnTemplate(models.Model):
    """What the columns of a kind of file were said to be, by its headings; the next file of that kind is read alike."""

    template = models.CharField(max_length=16)
    signature = models.CharField(max_length=64)
    columns: models.JSONField[Any, Any] = models.JSONField(default=list)
    said_by = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)
    said_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="headings_are_read_one_way", fields=["template", "signature"]),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.signature[:8]}"
