"""Which customer has which number: reckoned, so that the load knows whom it may call without asking the database."""

from __future__ import annotations

from random import Random

_PREFIXES = ("138", "139", "136", "137", "158", "159", "187", "186", "177", "199")
_STEP = 26_544_357  # odd and no multiple of five: every n below 10⁸ has its own eight digits


def mobile(n: int) -> str:
    """The mobile of the n-th customer."""
    return f"{_PREFIXES[n % 10]}{n * _STEP % 10**8:08}"


def shares_with(n: int) -> int | None:
    """One in thirty also knows the number of the one before him: a number is not a person."""
    return n - 1 if n % 30 == 29 else None


def sample(count: int, of: int, *, seed: int) -> list[int]:
    """Customers to ask for, always the same ones for a seed."""
    chance = Random(seed)
    return [chance.randrange(of) for _ in range(count)]
