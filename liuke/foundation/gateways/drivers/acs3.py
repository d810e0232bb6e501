"""Alibaba Cloud's signature V3 (ACS3-HMAC-SHA256) of a call in RPC style: all parameters in the query, no body.

Source: help.aliyun.com/zh/sdk/product-overview/v3-request-structure-and-signature; its worked example is our test.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

_ALGORITHM = "ACS3-HMAC-SHA256"
_EMPTY = hashlib.sha256(b"").hexdigest()


@dataclass(frozen=True)
class Key:
    """An AccessKey; its secret is not shown."""

    id: str
    secret: str = field(repr=False)


@dataclass(frozen=True)
class Call:
    """`moment` is UTC as 2023-10-26T10:22:32Z, not older than 15 minutes; `nonce` is new for each call."""

    host: str
    action: str
    version: str
    parameters: Mapping[str, str]
    moment: str
    nonce: str

    @property
    def query(self) -> str:
        """Sorted by name, percent-encoded but for letters, digits and -_.~ (RFC 3986)."""
        return "&".join(f"{_encoded(k)}={_encoded(v)}" for k, v in sorted(self.parameters.items()))


def headers(call: Call, key: Key) -> dict[str, str]:
    """The headers of the request, with the signature over them and the query."""
    told = {
        "host": call.host,
        "x-acs-action": call.action,
        "x-acs-content-sha256": _EMPTY,
        "x-acs-date": call.moment,
        "x-acs-signature-nonce": call.nonce,
        "x-acs-version": call.version,
    }
    names = ";".join(sorted(told))
    lines = "".join(f"{name}:{told[name].strip()}\n" for name in sorted(told))
    request = "\n".join(["POST", "/", call.query, lines, names, _EMPTY])
    wanted = f"{_ALGORITHM}\n{hashlib.sha256(request.encode()).hexdigest()}"
    signature = hmac.new(key.secret.encode(), wanted.encode(), hashlib.sha256).hexdigest()
    return {**told, "Authorization": f"{_ALGORITHM} Credential={key.id},SignedHeaders={names},Signature={signature}"}


def _encoded(text: str) -> str:
    return quote(text, safe="-_.~")
