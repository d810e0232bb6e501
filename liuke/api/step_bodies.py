"""What the steps of an order are sent with."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from liuke.api.fields import Code, In, Moment, Text
from liuke.api.shapes import Keeps, Version, WindowIn

Reason = Annotated[Code, Field(min_length=1, max_length=20)]
Site = Annotated[Code, Field(min_length=1, max_length=20)]
Technician = Annotated[Code, Field(max_length=20, description="T- number")]


class Seen(In):
    """`version`: the one you had before you; an older one is refused with what has changed."""

    version: Version | None = None
    keeps: Keeps | None = None

    @property
    def promise(self) -> int | None:
        return int(self.keeps) if self.keeps else None


class DispatchIn(Seen):
    site: Site
    window: WindowIn | None = None
    wished: WindowIn | None = None
    overrule_reason: Annotated[Code, Field(max_length=20)] = ""


class ReassignIn(Seen):
    site: Site
    window: WindowIn | None = None
    reason: Annotated[Code, Field(max_length=20)] = ""
    overrule_reason: Annotated[Code, Field(max_length=20)] = ""


class KeepsIn(In):
    keeps: Keeps | None = None

    @property
    def promise(self) -> int | None:
        return int(self.keeps) if self.keeps else None


class WhenIn(KeepsIn):
    happened_at: Moment | None = None


class DeclineIn(KeepsIn):
    reason: Reason
    note: Text = ""


class RecallIn(KeepsIn):
    because: Reason = "centre"


class BookIn(Seen):
    window: WindowIn
    technician: Technician = ""
    happened_at: Moment | None = None


class AssignIn(Seen):
    technician: Annotated[Technician, Field(min_length=1)]


class RescheduleIn(Seen):
    window: WindowIn
    moved_by: Reason
    reason: Reason
    informed: bool = True
    technician: Technician = ""
    happened_at: Moment | None = None


class HoldIn(Seen):
    reason: Reason
    evidence: Annotated[list[Code], Field(max_length=20)] = []
    until: Moment | None = None


class CancelIn(Seen):
    reason: Reason
    note: Text = ""


class NoteIn(KeepsIn):
    note: Text = ""


class ExplainIn(WhenIn):
    topic: Reason
    note: Text = ""


class ReviewIn(Seen):
    paid: bool = False


class SendBackIn(Seen):
    reasons: Annotated[list[Reason], Field(min_length=1, max_length=10)]
    note: Text = ""
