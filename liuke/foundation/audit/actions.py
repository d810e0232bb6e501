"""Writing the audit trail."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from liuke.foundation.audit.models import AuditRow
from liuke.foundation.identity.models import Actor


def note(act: str, *, by: Actor, at: datetime, subject: str = "", detail: Mapping[str, Any] | None = None) -> None:
    """Write an audit row in the transaction of the act, so that neither stands without the other.

    `act` reads area.participle (`identity.signed_in`); `subject` is the number or key of what it was done to;
    `detail` holds no clear personal data.
    """
    AuditRow.objects.create(act=act, by=by, at=at, subject=subject, detail=dict(detail or {}))
