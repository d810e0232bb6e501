"""The types that requests and answers are made of: ids as text, moments with their zone, texts that can be stored."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")


class In(BaseModel):
    """A body: exactly the fields it names, of exactly their types."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Out(BaseModel):
    """An answer, made from plain values."""

    model_config = ConfigDict(from_attributes=True)


def refused(zh: str, en: str) -> PydanticCustomError:
    """An error of our own, with its reason in both languages."""
    return PydanticCustomError("told", "{en}", {"zh": zh, "en": en})


def _moment(value: Any) -> datetime:
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise refused(
            "须为 ISO 8601 时间，如 2026-03-02T15:00:00+08:00。", "Write it as 2026-03-02T15:00:00+08:00."
        ) from None
    if moment.tzinfo is None:
        raise refused("时间须带时区。", "The time needs its zone.")
    try:
        told = moment.astimezone(UTC)
    except OverflowError:
        told = None
    if told is None or not EARLIEST <= told < LATEST:
        raise refused("时间须在 1970 年至 2199 年之间。", "The time must lie between 1970 and 2199.")
    return told


def _day(value: Any) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise refused("须为日期，如 2026-03-02。", "Write it as 2026-03-02.")


def _printable(value: str) -> str:
    """Lines may break; nothing else that no one can see."""
    if any(not c.isprintable() and c not in "\n\r\t　" for c in value):
        raise refused("含有无法显示的字符。", "It holds characters that cannot be printed.")
    return value


Id = Annotated[str, Field(pattern=r"^[0-9]{1,18}$", examples=["318"])]
OutId = str
Ref = Annotated[str, Field(min_length=1, max_length=20)]
"""A customer by id or code, anything else by its number."""
Line = Annotated[str, Field(max_length=200), AfterValidator(_printable)]
Text = Annotated[str, Field(max_length=1000), AfterValidator(_printable)]
Code = Annotated[str, Field(max_length=64), AfterValidator(_printable)]
Moment = Annotated[datetime, BeforeValidator(_moment), WithJsonSchema({"type": "string", "format": "date-time"})]
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]


def number_of(told: str | None) -> int | None:
    """An id as the rooms take it."""
    return int(told) if told is not None else None
