"""Any provider of payments, through a bridge of the company's own, which holds its certificates and speaks to it.

Asked by POST at `<path>/codes`, `/closures` and `/refunds`, and by POST at `/statements` with `{"day"}`. Each body is
JSON signed as in `signing`; `Idempotency-Key` is the same at each attempt. 2xx is a yes: `{"code"}`, `{}`,
`{"reference"}`, `{"rows": [{"reference", "number", "cents"}]}`; 404 at `/statements` means files only. What was paid
comes back by our own door, `POST /api/v1/payments/notifications`.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any
from urllib.parse import SplitResult

from liuke.foundation.gateways.drivers.envelope import CarrierFault
from liuke.foundation.gateways.drivers.outbound import Answer, Outbound
from liuke.foundation.payments.provider import ProviderFault, Stated
from liuke.foundation.payments.signing import signed

LONGEST = 500


class Bridge:
    """Made from `bridge://ANY:SECRET@pay.example.com/path`; spoken to by HTTPS."""

    name = "bridge"

    def __init__(self, address: SplitResult) -> None:
        if not address.password:
            raise ValueError("LIUKE_PAYMENT_URL needs a secret")
        self._path = address.path.rstrip("/")
        self._out = Outbound(address)

    def code(self, number: str, cents: int, *, at: datetime) -> str:
        told = self._ask("codes", number, {"number": number, "cents": cents, "currency": "CNY"}, at=at)
        code = told.get("code")
        if not isinstance(code, str) or not 0 < len(code) <= LONGEST:
            raise ProviderFault("bridge: an answer without a code")
        return code

    def close(self, number: str, *, at: datetime) -> None:
        self._ask("closures", f"close-{number}", {"number": number}, at=at)

    def refund(self, number: str, reference: str, cents: int, *, at: datetime) -> str:
        wish = {"number": number, "reference": reference, "cents": cents}
        back = self._ask("refunds", f"refund-{number}", wish, at=at).get("reference")
        if not isinstance(back, str) or not 0 < len(back) <= 64:
            raise ProviderFault("bridge: a refund without a reference")
        return back

    def statement(self, day: date, *, at: datetime) -> tuple[Stated, ...] | None:
        answer = self._answer("statements", f"statement-{day}", {"day": day.isoformat()}, at=at)
        if answer.status == 404:
            return None
        rows = self._yes(answer).get("rows")
        try:
            return tuple(
                Stated(str(r["reference"])[:64], str(r.get("number", ""))[:20], int(r["cents"])) for r in rows or ()
            )
        except (KeyError, TypeError, ValueError, AttributeError):
            raise ProviderFault("bridge: a statement that cannot be read") from None

    def _ask(self, noun: str, key: str, wish: dict[str, Any], *, at: datetime) -> dict[str, Any]:
        return self._yes(self._answer(noun, key, wish, at=at))

    def _answer(self, noun: str, key: str, wish: dict[str, Any], *, at: datetime) -> Answer:
        body = json.dumps(wish, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json", "Idempotency-Key": key, **signed(body, at=at)}
        try:
            return self._out.ask("POST", f"{self._path}/{noun}", headers=headers, body=body)
        except CarrierFault as fault:
            raise ProviderFault(str(fault)) from None

    def _yes(self, answer: Answer) -> dict[str, Any]:
        if answer.status >= 300:
            raise ProviderFault(f"bridge: HTTP {answer.status}")
        return dict(answer.told)
