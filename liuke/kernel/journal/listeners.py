"""Who is called when something is recorded: the playbook first, then the rooms' reactions, all of them with lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.rows import Recorded

Rules = str | datetime
"""How the handbook applies: "apply", "silent", or from a moment on (events that happened before it owe nothing)."""


@dataclass(frozen=True)
class Moment:
    """The circumstances of one recording: who, when, how rules apply."""

    by: Actor
    at: datetime
    rules: Rules = "apply"


class Playbook(Protocol):
    def __call__(self, events: Sequence[Recorded], moment: Moment) -> None: ...


Reaction = Callable[[Sequence[Recorded], Moment], None]

_playbook: list[Playbook] = []
_reactions: dict[str, list[Reaction]] = defaultdict(list)


def follow(playbook: Playbook) -> None:
    """Register the playbook. Recording finds it here, so that the journal imports nothing above itself."""
    if playbook not in _playbook:
        _playbook.append(playbook)


def react(*kinds: str) -> Callable[[Reaction], Reaction]:
    """Register a room's reaction to event kinds. It may refuse the act by raising `Refused`; it locks what it decides on."""

    def register(reaction: Reaction) -> Reaction:
        for kind in kinds:
            if reaction not in _reactions[kind]:
                _reactions[kind].append(reaction)
        return reaction

    return register


def reactions_to(kind: str) -> list[Reaction]:
    return list(_reactions.get(kind, ()))


def tell(events: Sequence[Recorded], moment: Moment) -> None:
    """Call the playbook with all events, then each reaction once with the events of its kinds."""
    for playbook in _playbook:
        playbook(events, moment)
    calls: dict[Reaction, list[Recorded]] = {}
    for event in events:
        for reaction in _reactions.get(event.kind, ()):
            calls.setdefault(reaction, []).append(event)
    for reaction, concerned in calls.items():
        reaction(concerned, moment)
