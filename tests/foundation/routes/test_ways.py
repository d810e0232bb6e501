"""Travel: reckoned by distance, region and hour; or asked of a service, and reckoned all the same when it is silent."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from liuke.foundation.routes import roads
from liuke.foundation.routes.ways import Pace, Place, grid_of, metres, seconds_between

TOWN = Pace(1.4, ((0, 40.0), (450, 20.0), (570, 30.0)), 4)
HERE, THERE = (120.20, 30.27), (120.30, 30.27)


def test_a_known_distance_over_the_earth() -> None:
    assert metres((116.397, 39.909), (121.474, 31.230)) == pytest.approx(1_067_000, rel=0.01)  # Beijing, Shanghai
    assert metres(HERE, HERE) == 0


def test_the_way_takes_the_pace_of_where_and_when_one_goes() -> None:
    morning, noon, night = (seconds_between(Place(HERE, TOWN), Place(THERE, TOWN, m)) for m in (480, 720, 60))
    assert night < noon < morning
    assert morning == pytest.approx(metres(HERE, THERE) * 1.4 / (20 / 3.6) + 240, abs=1)


def test_within_a_house_there_is_no_way() -> None:
    assert grid_of([Place(HERE, TOWN), Place(HERE, TOWN)]) == ((0, 0), (0, 0))


class _Router(BaseHTTPRequestHandler):
    answer = b""
    pause = 0.0
    asked: list[str] = []

    def do_GET(self) -> None:
        type(self).asked.append(self.path)
        time.sleep(self.pause)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.answer)

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def router() -> Iterator[tuple[str, type[_Router]]]:
    """A stand-in of a routing service on this machine."""
    kind = type("Router", (_Router,), {"asked": []})
    server = HTTPServer(("127.0.0.1", 0), kind)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/table/v1/driving", kind
    server.shutdown()
    server.server_close()


def test_a_routing_service_is_asked_for_the_whole_table(router: tuple[str, type[_Router]]) -> None:
    url, kind = router
    kind.answer = json.dumps({"code": "Ok", "durations": [[0, 61.4], [59.6, 0.2]]}).encode()

    assert roads.ask(url, [HERE, THERE]) == ((0, 61), (60, 0))
    assert kind.asked == ["/table/v1/driving/120.20000,30.27000;120.30000,30.27000?annotations=duration"]


@pytest.mark.parametrize(
    "answer",
    [
        b"", b"<html>", b"[]", b'{"code": "NoTable"}', b'{"code": "Ok", "durations": [[0, null], [1, 0]]}',
        b'{"code": "Ok", "durations": [[0, -1], [1, 0]]}', b'{"code": "Ok", "durations": [[0]]}',
        b'{"code": "Ok", "durations": 3}',
    ],
)  # fmt: skip
def test_an_answer_that_is_none_is_not_used(router: tuple[str, type[_Router]], answer: bytes) -> None:
    url, kind = router
    kind.answer = answer
    assert roads.ask(url, [HERE, THERE]) is None


def test_a_service_that_is_slow_or_away_is_not_waited_for(router: tuple[str, type[_Router]]) -> None:
    url, kind = router
    kind.pause = 3.0
    began = time.monotonic()
    assert roads.ask(url, [HERE, THERE], patience=0.3) is None
    assert roads.ask("http://127.0.0.1:1/table", [HERE, THERE], patience=0.3) is None
    assert roads.ask("file:///etc/passwd", [HERE, THERE]) is None
    assert time.monotonic() - began < 2
