"""A stored file: its facts are here, its bytes lie under a random key in the media folder."""

import re

from django.db import models

from liuke.foundation.identity.models import Actor

KEY = re.compile(r"[A-Za-z0-9_-]{22}")


class StoredFile(models.Model):
    """`subject` is what it belongs to (`visit:318`); who may read that, may read the file.

    Of an erased file the row stays, without its name: that there was a photo is a fact, what it showed is gone.
    """

    key = models.CharField(max_length=22, unique=True)
    name = models.CharField(max_length=120)
    media = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    subject = models.CharField(max_length=80, db_index=True)
    stored_by = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    stored_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
