"""The one client that speaks to carriers: to a host of the settings only, TLS with checked certificates, within a time,
without redirects, proxies and logs. What it raises names the host and a code, never an address or a body."""

import http.client
import json
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult

from liuke.foundation.gateways.drivers.envelope import Later, Unclear

PATIENCE = 10.0  # seconds, for each step of the talk and for the whole answer
_LARGEST = 256 * 1024
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True)
class Answer:
    """The status and the JSON object of an answer."""

    status: int
    told: Mapping[str, Any]


class Outbound:
    """Made for the host of a carrier's address; `…+plain://` goes without TLS, and only to this machine."""

    def __init__(self, address: SplitResult, *, patience: float = PATIENCE) -> None:
        self.host, self._port, self._patience = address.hostname or "", address.port, patience
        self._plain = address.scheme.endswith("+plain")
        if self._plain and self.host not in _LOOPBACK:
            raise ValueError("A carrier without TLS may only be on this machine")
        self._context = None if self._plain else ssl.create_default_context()
        self.name = f"{self.host}:{self._port}" if self._port else self.host

    def ask(self, method: str, target: str, *, headers: Mapping[str, str], body: bytes = b"") -> Answer:
        """One request, one answer. Later when it cannot have arrived or was turned away, Unclear when nobody knows."""
        connection = self._connected()
        try:
            connection.request(method, target, body=body or None, headers={"Connection": "close", **headers})
            response = connection.getresponse()
            return self._read(response.status, self._body(response))
        except (OSError, http.client.HTTPException) as fault:
            raise Unclear(f"{self.host}: no answer ({type(fault).__name__})") from None
        finally:
            connection.close()

    def _connected(self) -> http.client.HTTPConnection:
        if self._context is None:
            connection = http.client.HTTPConnection(self.host, self._port, timeout=self._patience)
        else:
            connection = http.client.HTTPSConnection(
                self.host, self._port, timeout=self._patience, context=self._context
            )
        try:
            connection.connect()
        except OSError as fault:
            raise Later(f"{self.host}: no connection ({type(fault).__name__})") from None
        return connection

    def _body(self, response: http.client.HTTPResponse) -> bytes:
        until, found = time.monotonic() + self._patience, b""
        while piece := response.read1(65_536):
            found += piece
            if len(found) > _LARGEST or time.monotonic() > until:
                raise Unclear(f"{self.host}: an endless answer")
        return found

    def _read(self, status: int, body: bytes) -> Answer:
        try:
            told = json.loads(body)
        except ValueError:
            told = None
        if isinstance(told, dict) and not 300 <= status < 400:
            return Answer(status, told)
        # 3xx and 4xx turned the request away; a broken 2xx or a 5xx from something in between proves nothing
        fault = Later if 300 <= status < 500 else Unclear
        raise fault(f"{self.host}: HTTP {status} without an answer we know")
