"""Who acts: persons, and everything else whose hand can stand behind an event. Knows no customer and no site."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.crypto import salted_hmac


class Team(models.Model):
    """A group that owes things together; a site's people are the team `site:<number>`."""

    key = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=80)
    calendar_key = models.CharField(max_length=64, default="service")

    def __str__(self) -> str:
        return self.name


class ActorManager(BaseUserManager["Actor"]):
    def get_by_natural_key(self, username: str | None) -> Actor:
        return self.get(username=username)


class Actor(AbstractBaseUser):
    """A person, a customer, a token, a job, the loop or an import: whoever `by=` names."""

    class Kind(models.TextChoices):
        PERSON = "person"
        CUSTOMER = "customer"
        TOKEN = "token"  # noqa: S105
        JOB = "job"
        LOOP = "loop"
        IMPORT = "import"

    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.PERSON)
    username = models.CharField(max_length=64, unique=True, null=True, blank=True)
    name = models.CharField(max_length=80)
    roles = ArrayField(models.CharField(max_length=32), default=list)
    scopes = ArrayField(models.CharField(max_length=32), default=list, blank=True)
    language = models.CharField(max_length=10, default="zh-hans")
    teams = models.ManyToManyField(Team, through="Membership", related_name="members")
    deputy = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="deputises_for")
    away_from = models.DateTimeField(null=True, blank=True)
    away_until = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    session_epoch = models.PositiveIntegerField(default=0)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[ActorManager] = ActorManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="only_persons_sign_in",
                condition=models.Q(kind="person") | models.Q(username__isnull=True),
            ),
            models.CheckConstraint(
                name="absence_has_start_and_end_in_order",
                condition=models.Q(away_from__isnull=True, away_until__isnull=True)
                | models.Q(away_from__lt=models.F("away_until")),
            ),
            models.UniqueConstraint(
                name="one_system_actor_per_name",
                fields=["kind", "name"],
                condition=models.Q(kind__in=["job", "loop", "import"]),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        return self.left_at is None

    def is_away(self, at: datetime) -> bool:
        return bool(self.away_from and self.away_until and self.away_from <= at < self.away_until)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        # Raising the epoch ends every session, also where the password stays (leaver).
        return salted_hmac(
            "liuke.session", f"{self.password}:{self.session_epoch}", secret=secret, algorithm="sha256"
        ).hexdigest()

    def has_role(self, *roles: str) -> bool:
        return not set(roles).isdisjoint(self.roles)


class Membership(models.Model):
    actor = models.ForeignKey(Actor, models.CASCADE, related_name="memberships")
    team = models.ForeignKey(Team, models.CASCADE, related_name="memberships")
    is_lead = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(name="one_membership_per_team", fields=["actor", "team"])]


class SignInFailure(models.Model):
    """A sign-in that failed. `account` is a keyed hash of what was typed, which may have been anything."""

    account = models.CharField(max_length=64)
    network = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(name="failures_of_an_account", fields=["account", "at"])]


class ApiToken(models.Model):
    """The secret of a token actor, hashed; the actor carries its roles and scopes, its owner answers for it."""

    actor = models.OneToOneField(Actor, models.CASCADE, related_name="token")
    owner = models.ForeignKey(Actor, models.PROTECT, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True)
    tail = models.CharField(max_length=4)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
