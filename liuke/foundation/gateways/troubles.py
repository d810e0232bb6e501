"""A message that a carrier refused for good is put before the administrators, once a day for each cause."""

from datetime import datetime

from liuke.foundation import clock
from liuke.foundation.gateways.actions import notify
from liuke.foundation.gateways.drafts import NoticeDraft
from liuke.foundation.gateways.models import OutboxMessage
from liuke.foundation.words import Words


def tell(row: OutboxMessage, *, at: datetime) -> None:
    """Name the template and the carrier's code: a template that is not registered stops all of its messages."""
    code = row.reason.partition(":")[0]
    words = Words(
        f"运营商拒绝了“{row.template}”消息：{row.reason}",
        f"The carrier refused a message of the template {row.template}: {row.reason}",
    )
    key = f"refused:{row.template}:{code}:{clock.local(at):%Y%m%d}"[:120]
    notify([NoticeDraft(key=key, words=words, at=at, to_role="administrator")])
