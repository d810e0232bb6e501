"""A light HTTP client: one request as raw bytes, and many clients at once in one thread (about 30 µs a request).

A flow is a generator: it yields calls, is sent their answers and may make several; its time is that of the whole.
"""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import Any

import orjson


@dataclass(frozen=True)
class Answer:
    status: int
    head: bytes
    body: bytes

    def json(self) -> Any:
        return orjson.loads(self.body)


@dataclass
class Tally:
    """What a run of many clients came to."""

    millis: list[float] = field(default_factory=list)
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        return len(self.millis) / self.seconds if self.seconds else 0.0


Flow = Generator[bytes, Answer, None]


class Wrong(Exception):
    """An answer that is not what it should be."""


def call(
    method: str, path: str, *, port: int, body: Any = None, form: bytes | None = None, headers: dict[str, str] | None = None
) -> bytes:  # fmt: skip
    """A request as bytes."""
    content = form if form is not None else b"" if body is None else orjson.dumps(body)
    lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{port}"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    if content or method == "POST":
        kind = "application/x-www-form-urlencoded" if form is not None else "application/json"
        lines += [f"Content-Type: {kind}", f"Content-Length: {len(content)}"]
    return "\r\n".join([*lines, "", ""]).encode() + content


class Client:
    """One connection that is kept, blocking."""

    def __init__(self, port: int, timeout: float = 30) -> None:
        self.port = port
        self.socket = socket.create_connection(("127.0.0.1", port), timeout)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, request: bytes) -> Answer:
        self.socket.sendall(request)
        data = b""
        while True:
            if (answer := _whole(data)) is not None:
                return answer
            more = self.socket.recv(262_144)
            if not more:
                raise ConnectionError("the server hung up")
            data += more

    def get(self, path: str, headers: dict[str, str] | None = None) -> Answer:
        return self.send(call("GET", path, port=self.port, headers=headers))


def drive(port: int, flow: Callable[[int], Flow], *, clients: int, seconds: float, first: int = 0) -> Tally:
    """Run flows, each begun when its client has ended the one before, for so many seconds."""
    tally, pool = Tally(), selectors.DefaultSelector()
    numbers = iter(range(first, 10**9))
    began = time.perf_counter()
    until = began + seconds
    busy = [_Runner(port, flow, numbers, tally) for _ in range(clients)]
    for one in busy:
        pool.register(one.socket, selectors.EVENT_READ, one)
        one.begin()
    while busy:
        events = pool.select(timeout=30)
        if not events:
            raise TimeoutError("no answer within 30 seconds")
        for key, _ in events:
            one = key.data
            if not one.take(until):
                pool.unregister(one.socket)
                one.socket.close()
                busy.remove(one)
    tally.seconds = time.perf_counter() - began
    if tally.wrong:
        raise Wrong(f"{len(tally.wrong)} answers of {len(tally.millis)} were wrong, the first: {tally.wrong[0]}")
    return tally


class _Runner:
    """One of the clients."""

    def __init__(self, port: int, flow: Callable[[int], Flow], numbers: Any, tally: Tally) -> None:
        self.socket = Client(port).socket
        self.socket.setblocking(True)
        self.flow, self.numbers, self.tally, self.data = flow, numbers, tally, b""

    def begin(self) -> None:
        self.now = self.flow(next(self.numbers))
        self.began = time.perf_counter()
        self.socket.sendall(next(self.now))

    def take(self, until: float) -> bool:
        """Read what has come; False when this client is through."""
        more = self.socket.recv(262_144)
        if not more:
            raise ConnectionError("the server hung up")
        self.data += more
        answer = _whole(self.data)
        if answer is None:
            return True
        self.data = b""
        try:
            self.socket.sendall(self.now.send(answer))
            return True
        except StopIteration:
            pass
        except Wrong as wrong:
            self.tally.wrong.append(str(wrong))
        self.tally.millis.append((time.perf_counter() - self.began) * 1000)
        if time.perf_counter() >= until:
            return False
        self.begin()
        return True


def _whole(data: bytes) -> Answer | None:
    """The answer, once all of it is there."""
    head, found, body = data.partition(b"\r\n\r\n")
    if not found:
        return None
    low = head.lower()
    at = low.find(b"content-length:")
    if at < 0:
        if b"transfer-encoding: chunked" in low:
            return Answer(int(head[9:12]), head, _unchunk(body)) if body.endswith(b"0\r\n\r\n") else None
        return Answer(int(head[9:12]), head, body)
    length = int(low[at + 15 : low.find(b"\r", at) if low.find(b"\r", at) > 0 else None])
    return Answer(int(head[9:12]), head, body) if len(body) >= length else None


def _unchunk(body: bytes) -> bytes:
    parts = []
    while body:
        size, _, body = body.partition(b"\r\n")
        count = int(size, 16)
        parts.append(body[:count])
        body = body[count + 2 :]
    return b"".join(parts)


def must(answer: Answer, *statuses: int) -> Answer:
    """The answer, if it has one of these statuses."""
    if answer.status not in (statuses or (200,)):
        raise Wrong(f"{answer.status}: {answer.body[:400].decode(errors='replace')}")
    return answer
