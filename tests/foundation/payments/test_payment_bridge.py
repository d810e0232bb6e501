"""The bridge to a real provider, against a server that speaks as documented; and the addresses that are refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from liuke.foundation.payments import choice
from liuke.foundation.payments.provider import ProviderFault, Stated
from liuke.foundation.payments.signing import SIGNATURE, TIMESTAMP, is_signed, signed
from tests.foundation.gateways.carriers import Carrier, said, serving

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)


@pytest.fixture
def carrier(settings: Any) -> Iterator[Carrier]:
    with serving(Carrier()) as found:
        settings.PAYMENT_URL = found.address("bridge", "", path="/pay").rstrip("?")
        yield found


def test_a_code_is_asked_for_signed_and_by_our_number(carrier: Carrier) -> None:
    carrier.usual = lambda request: said(code="weixin://pay/1")

    assert choice.provider().code("PY-000001", 13000, at=NOW) == "weixin://pay/1"
    heard = carrier.heard[0]
    assert (heard.path, heard.json) == ("/pay/codes", {"number": "PY-000001", "cents": 13000, "currency": "CNY"})
    assert heard.headers["idempotency-key"] == "PY-000001"
    assert is_signed(heard.body, heard.headers[TIMESTAMP.lower()], heard.headers[SIGNATURE.lower()], at=NOW)


@pytest.mark.parametrize("answer", [said(500), said(422), said(), said(code=""), said(code="x" * 501), None])
def test_whatever_is_no_code_is_a_fault(carrier: Carrier, answer: Any) -> None:
    carrier.usual = lambda request: answer
    with pytest.raises(ProviderFault):
        choice.provider().code("PY-000001", 13000, at=NOW)


def test_money_is_paid_back_under_the_same_key_each_time(carrier: Carrier) -> None:
    carrier.usual = lambda request: said(reference="RF1")

    assert {choice.provider().refund("PY-000001", "TX1", 13000, at=NOW) for _ in range(2)} == {"RF1"}
    assert {heard.headers["idempotency-key"] for heard in carrier.heard} == {"refund-PY-000001"}
    carrier.usual = lambda request: said(reference="")
    with pytest.raises(ProviderFault):
        choice.provider().refund("PY-000001", "TX1", 13000, at=NOW)


def test_a_statement_comes_as_rows_or_not_at_all(carrier: Carrier) -> None:
    rows = [{"reference": "TX1", "number": "PY-000001", "cents": 13000}, {"reference": "RF1", "cents": -500}]
    carrier.answers = [
        lambda r: said(rows=rows), lambda r: said(404), lambda r: said(rows=[{"cents": 1}]), lambda r: said(500),
    ]  # fmt: skip
    provider, day = choice.provider(), date(2026, 11, 22)

    assert provider.statement(day, at=NOW) == (Stated("TX1", "PY-000001", 13000), Stated("RF1", "", -500))
    assert provider.statement(day, at=NOW) is None
    for _ in range(2):
        with pytest.raises(ProviderFault):
            provider.statement(day, at=NOW)


@pytest.mark.parametrize(
    "url", ["bridge://pay.example.com", "https://a:b@pay.example.com", "bridge://a:b@", "nonsense"]
)
def test_an_address_that_is_none_stops_the_start(settings: Any, url: str) -> None:
    settings.PAYMENT_URL = url
    with pytest.raises(ValueError, match="LIUKE_PAYMENT_URL"):
        choice.check()


def test_a_signature_is_ours_fresh_and_over_this_body(settings: Any) -> None:
    settings.PAYMENT_URL = ""
    given = signed(b"{}", at=NOW)
    moment, signature = given[TIMESTAMP], given[SIGNATURE]
    assert is_signed(b"{}", moment, signature, at=NOW + timedelta(minutes=5))
    assert not is_signed(b"{}", moment, signature, at=NOW + timedelta(minutes=6))
    assert not is_signed(b"{ }", moment, signature, at=NOW)
    assert not is_signed(b"{}", "1e9", signature, at=NOW)
    assert not is_signed(b"{}", moment, "签名", at=NOW)
