"""What the queue keeps beside Procrastinate's own tables."""

from django.db import models


class ParkedJob(models.Model):
    """A job that was given up: it blocks nobody and waits for a person to mend its cause and revive it."""

    job_id = models.BigIntegerField(unique=True)
    name = models.CharField(max_length=128)
    attempts = models.PositiveIntegerField()
    reason = models.CharField(max_length=200)
    parked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} #{self.job_id}: {self.reason}"


class RecurringRun(models.Model):
    """When a daily schedule was last begun, by whichever machine came first."""

    name = models.CharField(max_length=64, unique=True)
    began_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.began_at:%Y-%m-%d %H:%M}"
