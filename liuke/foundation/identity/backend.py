"""Django's door to the staff: passwords go through `sign_in`, sessions end with the person's leaving."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.backends import BaseBackend

from liuke.foundation.faults import Forbidden
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.sign_in import sign_in


class StaffBackend(BaseBackend):
    """Only persons who have not left. Rights are roles, decided in `access` of each room, never Django permissions."""

    def authenticate(  # type: ignore[override]
        self, request: Any, *, username: str, password: str, address: str, at: datetime
    ) -> Actor | None:
        """The person, or None; pages call `sign_in` themselves to hear why not."""
        try:
            return sign_in(username=username, password=password, address=address, at=at)
        except Forbidden:
            return None

    def get_user(self, user_id: int) -> Actor | None:
        """The person a session belongs to; None once he has left."""
        people = Actor.objects.filter(pk=user_id, kind=Actor.Kind.PERSON, left_at__isnull=True)
        return people.first()
