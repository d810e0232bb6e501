"""Staff as recipients: `staff:17` is reached in WeCom under the name with which the person signs in."""

from datetime import datetime

from liuke.foundation.gateways.recipients import Recipient, register_resolver
from liuke.foundation.identity.models import Actor


def recipient(reference: str, channel: str, at: datetime) -> Recipient | None:
    """Nobody for other channels, and for whoever has left."""
    if channel != "wecom" or not reference.isdecimal():
        return None
    found = Actor.objects.filter(pk=int(reference), kind=Actor.Kind.PERSON, left_at=None).first()
    if found is None or not found.username:
        return None
    return Recipient(found.username, found.username, found.language)


register_resolver("staff", recipient)
