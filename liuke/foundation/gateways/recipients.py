"""Who stands behind a reference such as `contact:12`. Asked only at the moment of sending; the answer is not kept."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Recipient:
    """A clear address with its mask; it shows only the mask when printed."""

    address: str = field(repr=False)
    mask: str
    language: str = "zh-hans"


Resolver = Callable[[str, str, datetime], Recipient | None]
Agreed = Callable[[str, str], bool]
_resolvers: dict[str, Resolver] = {}
_agreed: dict[str, Agreed] = {}
_fates: dict[str, str] = {}


def register_resolver(prefix: str, function: Resolver) -> None:
    """`function(reference, channel, at)` answers the recipient of `<prefix>:<reference>`, None if not to be reached."""
    _resolvers[prefix] = function


def register_agreement(prefix: str, function: Agreed) -> None:
    """`function(reference, purpose)` tells whether who stands behind `<prefix>:<reference>` agreed to this purpose."""
    _agreed[prefix] = function


def register_fate(prefix: str, job: str) -> None:
    """Have the job of this name run (`key=`) each time a message to `<prefix>:…` went out, arrived or failed."""
    _fates[prefix] = job


def fate_of(to: str) -> str:
    """The job that wants to know what became of a message to this reference; empty where none does."""
    return _fates.get(to.partition(":")[0], "")


def has_agreed(to: str, purpose: str) -> bool:
    """Whether a message for this purpose may go there now; for no purpose (pure service) it may."""
    prefix, _, reference = to.partition(":")
    return not purpose or (prefix in _agreed and _agreed[prefix](reference, purpose))


def resolve(to: str, *, channel: str, at: datetime) -> Recipient | None:
    """The recipient at this moment; None also when no room knows such references."""
    prefix, _, reference = to.partition(":")
    resolver = _resolvers.get(prefix)
    return resolver(reference, channel, at) if resolver else None
