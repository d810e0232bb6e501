"""Pages of the desk as those who work there see them, signed in, over HTTP: the 95th of a hundred, slowest role."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from bench import data, home, people, serving
from bench.figures import Figure, fail, figure, median, quantile
from bench.load import Client, Flow, call, drive, must

ROUNDS, SECONDS = 3, 3.0
# figure: (who, addresses); {code} is a customer's
PAGES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "page.today_p95": (("wangfang", "liudiao", "fengxue", "site01"), ("/",)),
    "page.orders_p95": (
        ("liudiao", "site01"),
        ("/orders/", "/orders/?state=to_dispatch", "/orders/?kind=repair", "/orders/?view=board"),
    ),
    "page.customers_p95": (("wangfang",), ("/customers/", "/customers/?grade=A")),
    "page.customer_file_p95": (("wangfang", "zhaomin"), ("/customers/{code}/",)),
    "page.dispatch_p95": (("liudiao", "dengyu"), ("/dispatch/",)),
    "page.site_desk_p95": (("site01",), ("/site-desk/", "/site-desk/?pile=to_book")),
    "page.live_board_p95": (("dengyu", "site01"), ("/live-board/",)),
    "page.search_p95": (("wangfang",), ("/search/?q=%E7%8E%8B%E8%8A%B3", "/search/?q=wf", "/search/?q=4711")),
}


def measure() -> list[Figure]:
    facts = data.facts()
    past = facts["orders"] - facts["open_orders"]
    scale = f"{facts['customers']:,} customers, {facts['open_orders']:,} open and {past:,} past orders"
    scale += f" ({facts.get('orders_without_story', 0):,} without events), {facts['open_promises']:,} open promises"
    scale += f"; one client; {serving.share()}"
    codes = [f"C-{n + 1:06}" for n in people.sample(300, facts["customers"], seed=5)]
    found = []
    with serving.web(home.TEMPLATE) as port:
        cookies = {who: sign_in(port, who) for whos, _ in PAGES.values() for who in whos}
        for name, (whos, addresses) in PAGES.items():
            pages = [(who, address) for who in whos for address in addresses]
            worst = [p95 for who, address in pages if (p95 := _page(port, cookies[who], who, address, codes))]
            if worst:
                found.append(figure(name, max(worst), "ms", scale=scale))
    return found


def _page(port: int, cookie: str, who: str, address: str, codes: list[str]) -> float | None:
    head = {"Cookie": cookie}
    wishes = [address.format(code=code) for code in codes] if "{code}" in address else [address]
    calls = [call("GET", wish, port=port, headers=head) for wish in wishes]
    answer = Client(port).send(calls[0])
    if answer.status != 200:
        fail(f"{address} answers {who} with {answer.status}: left out")
        return None
    drive(port, look(calls), clients=1, seconds=0.5)
    rounds = [quantile(drive(port, look(calls), clients=1, seconds=SECONDS).millis, 0.95) for _ in range(ROUNDS)]
    print(f"    {who:<10} {address:<34} p95 {median(rounds):.1f} ms, {len(answer.body) // 1024} kB", flush=True)
    return median(rounds)


def look(calls: list[bytes]) -> Callable[[int], Flow]:
    def asked(n: int) -> Flow:
        must((yield calls[n % len(calls)]))

    return asked


def sign_in(port: int, username: str) -> str:
    """The cookies of somebody who signed in as people do."""
    from liuke.cli.playing.logins import PASSWORD

    shown = must(Client(port).get("/sign-in/"))
    csrf = _cookies(shown.head)["csrftoken"]
    form = urlencode({"username": username, "password": PASSWORD, "csrfmiddlewaretoken": csrf}).encode()
    entered = Client(port).send(
        call("POST", "/sign-in/", port=port, form=form, headers={"Cookie": f"csrftoken={csrf}"})
    )
    must(entered, 302, 303)
    return "; ".join(f"{name}={value}" for name, value in _cookies(entered.head).items())


def _cookies(head: bytes) -> dict[str, str]:
    lines = [line for line in head.decode().split("\r\n") if line.lower().startswith("set-cookie:")]
    pairs = [line.partition(":")[2].strip().partition(";")[0].partition("=") for line in lines]
    return {name: value for name, _, value in pairs}
