"""Anticipated failures. Whatever is not one of these is a bug. Doors turn them into pages or RFC 9457 problems."""

from __future__ import annotations

from collections.abc import Mapping

from liuke.foundation.words import Words


class Fault(Exception):
    """What went wrong, why and what to do, in both languages; `fields` names the guilty inputs."""

    status = 400
    code = "fault"

    def __init__(self, zh: str, en: str, *, fields: Mapping[str, Words] | None = None, code: str | None = None) -> None:
        super().__init__(en)
        self.words = Words(zh, en)
        self.fields = dict(fields or {})
        self.code = code or type(self).code


class Invalid(Fault):
    """The input cannot be taken as it is."""

    status = 422
    code = "invalid"

    @classmethod
    def field(cls, name: str, zh: str, en: str) -> Invalid:
        return cls(zh, en, fields={name: Words(zh, en)})


class Missing(Fault):
    """Not there, or not for this actor: both look the same from outside."""

    status = 404
    code = "missing"


class Gone(Fault):
    """It was there and is over: an expired link."""

    status = 410
    code = "gone"


class TooOften(Fault):
    """More than anybody does by hand."""

    status = 429
    code = "too-often"


class Forbidden(Fault):
    status = 403
    code = "forbidden"


class Refused(Fault):
    """The state of things, or another room's reaction, forbids the act."""

    status = 409
    code = "refused"


class Stale(Fault):
    """Someone else changed it meanwhile; `difference` is {field: (theirs, yours)}."""

    status = 409
    code = "stale"

    def __init__(self, zh: str, en: str, *, difference: Mapping[str, tuple[object, object]]) -> None:
        super().__init__(zh, en)
        self.difference = dict(difference)


class TooLarge(Fault):
    status = 413
    code = "too-large"
