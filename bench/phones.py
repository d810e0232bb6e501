"""Technicians' phones send finished visits over a network that is cut at random; no visit is lost, none counts twice.

A phone here does what the page's own script does (web/ui/assets/src/field.js): acts in order, each with an id and a
one-time number of its own that stay the same however often it is sent, until it is answered. The line is cut before,
within or after the request, so that nobody knows what was done. `python -m bench.phones --visits 2000`.
"""

from __future__ import annotations

import argparse
import base64
import sys
import threading
import time
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random

from bench import home
from bench.faulty.house import House
from bench.figures import Figure, fail, figure
from bench.load import Client, call
from bench.page import sign_in

VISITS, CUT, PATIENCE = 2_000, 0.25, 90.0
PHONES = 16
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
STEPS: tuple[tuple[str, dict[str, str], tuple[str, ...]], ...] = (
    ("departure", {}, ()),
    ("arrival", {}, ()),
    ("start", {}, ()),
    ("record", {}, ("photos",)),
    ("completion", {"result-1": "repaired", "checklist": "test_run"}, ("photos", "signature")),
)
_CHECK = """
    select o.number, o.state, v.state, v.result, cardinality(v.photos), v.signature <> '',
           (select count(*) from service_visit w where w.order_id = o.id),
           (select count(*) from journal_event e where e.subject = v.number and e.kind = 'service.visit.departed'),
           (select count(*) from journal_event e where e.subject = v.number and e.kind = 'service.visit.arrived'),
           (select count(*) from journal_event e where e.subject = v.number and e.kind = 'service.visit.started'),
           (select count(*) from journal_event e where e.subject = v.number and e.kind = 'service.visit.ended'),
           (select count(*) from journal_event e where e.subject = o.number
             and e.kind = 'service.completion.reported')
      from service_workorder o join service_visit v on v.order_id = o.id where o.external_no like 'PH-%'
"""
_WHOLE = ("in_review", "ended", "done", 2, True)


def measure(visits: int = VISITS, cut: float = CUT, seed: int = 7) -> list[Figure]:
    house = House(home.HOME / "phones")
    house.prepare(visits)
    house.run("-m", "bench.filling.visits", str(house.home), str(visits))
    with house.served():
        began = time.monotonic()
        phones = _send_all(house, cut, seed)
        spent = time.monotonic() - began
    sent, cuts = sum(p.sent for p in phones), sum(p.cuts for p in phones)
    done = {number for phone in phones for number in phone.done}
    lost, doubled = _judge(house, done)
    scale = f"{len(done):,} visits of 5 acts by {PHONES} phones in {spent:.0f} s; {cuts:,} of {sent:,} requests cut"
    return [
        figure("faults.visits_lost", lost + visits - len(done), "visits", scale=scale, group="phones"),
        figure("faults.visits_doubled", doubled, "visits", scale=scale, group="phones"),
    ]


@dataclass
class Phone:
    """One technician's: his orders in the order of the day."""

    port: int
    username: str
    orders: list[str]
    chance: Random
    cut: float
    sent: int = 0
    cuts: int = 0
    done: list[str] = field(default_factory=list)
    broken: str = ""

    def work(self) -> None:
        try:
            cookie = sign_in(self.port, self.username)
            csrf = dict(part.split("=", 1) for part in cookie.split("; "))["csrftoken"]
            self._head = {"Cookie": cookie, "X-CSRFToken": csrf, "Accept": "application/json", "HX-Request": "true"}
            for order in self.orders:
                for noun, fields, files in STEPS:
                    self._act(order, noun, fields, files)
                self.done.append(order)
        except Exception as error:
            self.broken = f"{self.username}: {error!r}"

    def _act(self, order: str, noun: str, fields: dict[str, str], files: tuple[str, ...]) -> None:
        """Send it until it is answered; the id, the number and the moment stay what they were."""
        told = {"client_uuid": str(uuid.uuid4()), "happened_at": datetime.now(UTC).isoformat(), **fields}
        told["form_number"] = self._number()
        request = self._request(f"/field/orders/{order}/acts/{noun}/", told, files)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            answer = self._send(request)
            if answer is None or answer[0] in (0, 429) or answer[0] >= 500:
                time.sleep(0.02 * (1 + self.chance.random()))
                continue
            if not 200 <= answer[0] < 300:  # 204: this number was answered before, and nobody heard it
                raise RuntimeError(f"{order} {noun} was answered with {answer[0]}: {answer[1][:200]!r}")
            return
        raise TimeoutError(f"{order} {noun} got no answer")

    def _number(self) -> str:
        while True:
            answer = self._send(
                call("GET", "/form-number/", port=self.port, headers=self._head | {"Accept": "text/plain"})
            )
            if answer is not None and answer[0] == 200:
                return answer[1].decode()

    def _request(self, path: str, fields: dict[str, str], files: tuple[str, ...]) -> bytes:
        mark = uuid.uuid4().hex
        parts = [
            f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in fields.items()
        ]
        for name in files:
            head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{name}.png"\r\n'
            parts.append(head.encode() + b"Content-Type: image/png\r\n\r\n" + PIXEL + b"\r\n")
        body = b"".join(parts) + f"--{mark}--\r\n".encode()
        head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
        head += "".join(f"{name}: {value}\r\n" for name, value in self._head.items())
        head += f"Content-Type: multipart/form-data; boundary={mark}\r\nContent-Length: {len(body)}\r\n\r\n"
        return head.encode() + body

    def _send(self, request: bytes) -> tuple[int, bytes] | None:
        """Status and body; None where the line was cut and nobody knows what was done."""
        self.sent += 1
        try:
            line = Client(self.port)
            if self.chance.random() < self.cut:
                self.cuts += 1
                self._cut(line, request)
                return None
            answer = line.send(request)
            line.socket.close()
            return answer.status, answer.body
        except OSError:
            return None

    def _cut(self, line: Client, request: bytes) -> None:
        """Before, within or after the request: the last is the worst, since it was done and not heard."""
        until = self.chance.choice((0, self.chance.randrange(len(request)), len(request)))
        line.socket.sendall(request[:until])
        if until == len(request):
            time.sleep(self.chance.random() * 0.2)  # it may or may not have been answered by then
        line.socket.close()


def _send_all(house: House, cut: float, seed: int) -> list[Phone]:
    with house.connect() as connection:
        rows = connection.execute(
            "select a.username, array_agg(o.number order by o.window_start) from service_workorder o"
            " join identity_actor a on a.id = o.technician_id where o.external_no like 'PH-%' group by 1 order by 1"
        ).fetchall()
    phones = [Phone(house.port, name, orders, Random(seed + n), cut) for n, (name, orders) in enumerate(rows)]
    threads = [threading.Thread(target=phone.work) for phone in phones]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for phone in phones:
        if phone.broken:
            fail(phone.broken)
    return phones


def _judge(house: House, done: set[str]) -> tuple[int, int]:
    lost = doubled = 0
    with house.connect() as connection:
        for row in connection.execute(_CHECK).fetchall():
            counts = row[6:]
            if row[0] in done and (tuple(row[1:6]) != _WHOLE or min(counts) < 1):
                lost += 1
                fail(f"lost: {row}")
            if max(counts) > 1 or row[4] > 2:
                doubled += 1
                fail(f"doubled: {row}")
    return lost, doubled


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.phones", description=__doc__)
    parser.add_argument("--visits", type=int, default=VISITS)
    parser.add_argument("--cut", type=float, default=CUT)
    args = parser.parse_args()
    sys.exit(1 if any(row.value for row in measure(args.visits, args.cut)) else 0)
