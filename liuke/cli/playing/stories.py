"""What people do all day in the demo company, each in their role: from the ringing phone to the callback."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from liuke.areas.care.actions import calling, complaints
from liuke.areas.care.queries.callbacks import list_due
from liuke.areas.customers.actions.drafts import NewAddress
from liuke.areas.customers.actions.filing import complete_provisional
from liuke.areas.customers.queries.file import get_file
from liuke.areas.products.queries.machines import list_of_customer
from liuke.areas.service.actions import booking, calls, dispatching, orders, requests, reviewing, running, visits
from liuke.areas.service.queries.names import MachineDone, Window
from liuke.areas.service.queries.orders import get_order, list_by_number, list_orders, open_orders_of_customers
from liuke.areas.service.queries.placing import WindowOffer, offer_windows
from liuke.cli.playing import names
from liuke.cli.playing.company import Company, Site
from liuke.cli.playing.player import Player, Story
from liuke.foundation.clock import local
from liuke.foundation.faults import Refused
from liuke.foundation.files.actions import store
from liuke.foundation.identity.models import Actor
from liuke.kernel.promises.actions import HandMade, done, give

FAULTS = {
    "hood": ("开机后异响,吸力变小", "不吸油烟,油滴回流", "照明灯不亮,按键无反应", "风机时转时停"),
    "stove": ("左灶打不着火", "火焰发红、熏锅底", "松手后熄火", "旋钮卡住转不动"),
    "water_heater": ("水忽冷忽热", "点火后几秒熄灭,显示 E2", "热水出水小", "不点火,显示 E1"),
    "aircon": ("制冷慢,出风不冷", "室内机滴水", "外机噪音大", "遥控无反应"),
    "washer": ("脱水时震动大", "不排水,显示 E3", "门锁打不开", "不进水"),
    "fridge": ("冷藏室结冰", "不制冷,压缩机不停", "门封不严", "有异响"),
}
SOLVED = ("operation", "setting", "cleaning", "power_or_water", "normal")
PRAISE = ("师傅很专业,还帮我擦了台面。", "准时上门,讲得清楚。", "修好了,谢谢。", "")
ANGER = ("约好上午来,下午才到,也没人通知。", "修了两次还是老毛病。", "师傅说话不耐烦。", "配件等了一个星期没人回话。")
HAND_MADE = ("回电告知配件到货", "寄送说明书和滤网清单", "发票寄出后短信告知", "周末前确认延保价格")


@dataclass
class Market:
    """The customers of the demo, by id, with the phone they call from."""

    customers: list[tuple[int, str]]
    prefix: dict[int, str]


def picture() -> bytes:
    """A small grey PNG: the demo keeps no photo of anybody's home."""
    rows = b"".join(b"\x00" + b"\xc8" * 48 for _ in range(36))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 48, 36, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


class Stories:
    """All stories of one company."""

    def __init__(self, player: Player, company: Company, market: Market) -> None:
        self.p, self.company, self.market = player, company, market

    # -- the hotline ------------------------------------------------------------------------------------------------

    def call(self) -> Story:
        """The phone rings: a known customer mostly, sometimes a new one, sometimes nobody answers in time."""
        p, agent = self.p, self._one("wangfang", "zhouting")
        customer, phone = p.chance.choice(self.market.customers)
        if p.happens(0.05):
            call = calls.abandon_call(phone, by=agent, at=p.now, line="400", waited_seconds=p.chance.randint(20, 90))
            yield p.minutes(4, 45)
            calls.return_call(call.number, by=agent, at=p.now)
        elif p.happens(0.06):
            customer = self._newcomer(agent)
        taken = calls.take_call(phone, by=agent, at=p.now, customer_id=customer, line="400")
        yield p.minutes(1, 2)
        machines = list_of_customer(customer, by=agent, on=local(p.now).date())
        machine = p.chance.choice(machines) if machines else None
        line = machine.line.key if machine else "hood"
        fault = p.chance.choice(FAULTS.get(line, FAULTS["hood"]))
        address = get_file(customer, by=agent).addresses
        opened = requests.open_request(
            customer, kind=self._kind(), fault=fault, product_line=line, call=taken.number,
            address_id=address[0].id if address else None, by=agent, at=p.now,
        )  # fmt: skip
        yield p.minutes(1, 4)
        if p.happens(0.2):
            requests.solve_on_phone(opened.number, reason=p.chance.choice(SOLVED), by=agent, at=p.now)
            return
        lines = [orders.MachineDraft(machine=machine.number, fault=fault)] if machine else []
        if there := self._open_order(customer, machine.number if machine else ""):
            requests.solve_on_phone(opened.number, reason="normal", note="已有在办工单,已催单", by=agent, at=p.now)
            running.chase_up(there, by=agent, at=p.now)
            yield p.minutes(5, 50)
            running.tell_user(there, topic="chase_up", by=self._site_of(there).clerk, at=p.now)
            return
        order = self._place(opened.number, line, address[0].id if address else None, lines, agent)
        if p.happens(0.08):
            due = p.now + timedelta(hours=p.chance.choice((3, 5, 22, 26)))
            promise = give(HandMade(customer, p.chance.choice(HAND_MADE), due, about=order), by=agent, at=p.now)
            early = due - timedelta(minutes=p.chance.randint(-40, 150))
            p.begin("promise by hand", self._keep(promise, agent), max(early, p.now))
        yield from self._run(order)

    def _keep(self, promise: int, agent: Actor) -> Story:
        """What was said on the phone is done, sometimes a little late."""
        done(promise, note="已办", by=agent, at=self.p.now)
        return
        yield

    def platform_order(self) -> Story:
        """An installation sold on a platform comes in by itself; an agent takes it on, a dispatcher sends it."""
        p, agent = self.p, self._one("wangfang", "zhouting")
        customer, _ = p.chance.choice(self.market.customers)
        source = p.chance.choice(("jd", "tmall", "douyin"))
        machines = list_of_customer(customer, by=agent, on=local(p.now).date())
        address = get_file(customer, by=agent).addresses
        if not machines or not address:
            return
        machine = p.chance.choice(machines)
        came = orders.receive_order(
            customer, kind="maintenance", source=source, external_no=f"{source.upper()}{p.chance.randrange(10**12):012}",
            machines=[orders.MachineDraft(machine=machine.number)], address_id=address[0].id, by=agent, at=p.now,
        )  # fmt: skip
        yield p.minutes(2, 25)
        orders.take(came.order, by=agent, at=p.now)
        yield p.minutes(2, 14)
        dispatcher = self._one("liudiao", "dengyu")
        offer = self._offer("maintenance", machine.line.key, address[0].id, dispatcher)
        wished = self._wish() if offer.asks_wish else None
        dispatching.dispatch(
            came.order, site=offer.site, window=None if offer.asks_wish else self._pick(offer), wished=wished,
            by=dispatcher, at=p.now,
        )  # fmt: skip
        yield from self._run(came.order)

    def dispatch_round(self) -> Story:
        """The dispatcher's look at what waits: declined, recalled, taken on; each goes to the best site with room."""
        p, dispatcher = self.p, self._one("liudiao", "dengyu")
        for row in list_orders({"state": "to_dispatch"}, by=dispatcher).rows:
            if p.now - row.changed_at < timedelta(minutes=4) or row.address_id is None:
                continue
            offer = self._offer(row.kind, row.product_line, row.address_id, dispatcher)
            window = None if offer.asks_wish else self._pick(offer)
            wished = self._wish() if window is None else None
            dispatching.dispatch(row.number, site=offer.site, window=window, wished=wished, by=dispatcher, at=p.now)
            p.begin("order taken up again", self._run(row.number), p.minutes(1, 3))
            yield p.minutes(1, 2)

    def _open_order(self, customer: int, machine: str) -> str:
        """The order of this machine that is still open, if there is one."""
        found = open_orders_of_customers([customer]).get(customer, ())
        return next((o.number for o in found if o.site and machine), "")

    # -- the site ---------------------------------------------------------------------------------------------------

    def _run(self, number: str) -> Story:
        """From the offer to the review: accepted, booked, visited, reported."""
        p = self.p
        site = self._site_of(number)
        yield self._open(p.minutes(2, 55 if p.happens(0.08) else 22))
        if p.happens(0.03):
            dispatching.decline(number, reason="full", by=site.clerk, at=p.now)
            yield p.minutes(2, 12)
            self._send_elsewhere(number, site)
            site = self._site_of(number)
            yield p.minutes(3, 20)
        accepted = dispatching.accept(number, by=site.clerk, at=p.now)
        if accepted.state == "to_book":
            yield self._open(p.minutes(10, 150))
            if p.happens(0.06):
                booking.not_reached(number, by=site.clerk, at=p.now)
                yield self._open(p.minutes(90, 300))
            booking.book(number, window=self._wish(), by=site.clerk, at=p.now)
        yield p.minutes(2, 30)
        technician = self._assign(number, site)
        if technician is None:
            return
        yield from self._visit(number, site, technician)

    def _visit(self, number: str, site: Site, technician: Actor) -> Story:
        p = self.p
        order = list_by_number([number], by=site.clerk)[number]
        start, end = order.window_start, order.window_end
        if start is None or end is None:
            return
        if p.happens(0.05) and start - p.now > timedelta(hours=5):
            yield start - timedelta(hours=4)
            running.chase_up(number, by=self._one("wangfang", "zhouting"), at=p.now)
            yield p.minutes(5, 40)
            running.tell_user(number, topic="chase_up", by=site.clerk, at=p.now)
        yield max(p.now, start - timedelta(minutes=p.chance.randint(35, 70)))
        visits.call_ahead(number, by=technician, at=p.now)
        yield max(p.now, start - timedelta(minutes=p.chance.randint(15, 30)))
        visits.depart(number, by=technician, at=p.now)
        late = p.chance.randint(5, 50) if p.happens(0.06) else -p.chance.randint(5, 110)
        yield max(p.now + timedelta(minutes=8), end + timedelta(minutes=late))
        visits.arrive(number, by=technician, at=p.now)
        yield p.minutes(2, 6)
        visits.start(number, by=technician, at=p.now)
        yield p.minutes(20, 70)
        if p.happens(0.07):
            yield from self._second_visit(number, site, technician)
        yield from self._finish(number, technician)

    def _second_visit(self, number: str, site: Site, technician: Actor) -> Story:
        p = self.p
        visits.second_visit(number, reason="part", part="主控板", by=technician, at=p.now)
        parts = self.company.one("hanmei")
        for step, least, most in (("approved", 20, 180), ("shipped", 120, 900), ("arrived", 900, 2600)):
            yield self._open(p.minutes(least, most))
            order = get_order(number, by=parts)
            for part in order.parts:
                running.move_part(number, part.number, step=step, by=parts, at=p.now)
        yield self._open(p.minutes(15, 110))
        booking.book(number, window=self._wish(), by=site.clerk, at=p.now)
        yield p.minutes(2, 20)
        again = self._assign(number, site) or technician
        order = get_order(number, by=site.clerk)
        yield max(p.now, (order.row.window_start or p.now) - timedelta(minutes=20))
        visits.depart(number, by=again, at=p.now)
        yield p.minutes(15, 60)
        visits.arrive(number, by=again, at=p.now)
        yield p.minutes(1, 5)
        visits.start(number, by=again, at=p.now)
        yield p.minutes(20, 60)

    def _finish(self, number: str, technician: Actor) -> Story:
        p = self.p
        order = get_order(number, by=technician)
        result = {"repair": "repaired", "maintenance": "maintained", "inspection": "inspected"}.get(
            order.row.kind, "repaired"
        )
        done = [MachineDone(m.line, result, m.serial) for m in order.machines]
        photo = store(picture(), name="machine.png", subject=f"order:{number}", by=technician, at=p.now)
        sign = store(picture(), name="signature.png", subject=f"order:{number}", by=technician, at=p.now)
        visits.finish(number, results=done, photos=[photo], signature=sign, by=technician, at=p.now)
        yield p.minutes(3, 170 if p.happens(0.05) else 40)
        visits.report_completion(number, by=technician, at=p.now)
        yield self._open(p.minutes(30, 360))
        reviewing.review_accept(number, by=self.company.one("hanmei"), at=p.now)

    # -- the callback -----------------------------------------------------------------------------------------------

    def callbacks(self, share: float) -> Story:
        """A callback agent's round: whatever may be called now, one after the other."""
        p, agent = self.p, self._one("fengxue", "tangli")
        for row in list_due(by=agent, at=p.now, limit=30).rows:
            if row.call_from > p.now or not p.happens(share):
                continue
            calling.start_callback(row.number, by=agent, at=p.now)
            yield p.minutes(1, 3)
            if p.happens(0.12):
                calling.not_reached(row.number, by=agent, at=p.now)
                continue
            calling.answer(row.number, self._answers(), by=agent, at=p.now)
            yield p.minutes(1, 4)

    def _answers(self) -> calling.Answers:
        p = self.p
        happy = p.happens(0.93)
        return calling.Answers(
            solved=happy or p.happens(0.5), charged=Decimal(0), attitude_good=happy or p.happens(0.6), satisfied=happy,
            comes_back=happy and p.happens(0.8), brings_friends=happy and p.happens(0.4),
            words=p.chance.choice(PRAISE if happy else ANGER),
        )  # fmt: skip

    def complaint(self) -> Story:
        """Somebody calls to complain about a recent order; a handler is named, mostly within the hour."""
        p, officer = self.p, self.company.one("chenkai")
        customer, phone = p.chance.choice(self.market.customers)
        calls.take_call(phone, by=self.company.one("sunlei"), at=p.now, customer_id=customer, line="400")
        number = complaints.voice_dissatisfaction(
            "", words=p.chance.choice(ANGER), wants="希望尽快解决并给个说法", channel="call", customer=customer,
            by=self.company.one("sunlei"), at=p.now,
        )  # fmt: skip
        yield p.minutes(5, 75 if p.happens(0.15) else 50)
        complaints.name_handler(number, officer, by=officer, at=p.now)
        yield self._open(p.minutes(200, 3000))
        complaints.settle_dissatisfaction(number, remedy="已上门处理并致歉,用户认可", by=officer, at=p.now)

    # -- what they all use ------------------------------------------------------------------------------------------

    def _one(self, *usernames: str) -> Actor:
        return self.company.one(self.p.chance.choice(usernames))

    def _kind(self) -> str:
        return self.p.chance.choices(("repair", "maintenance", "inspection"), weights=(80, 14, 6))[0]

    def _newcomer(self, agent: Actor) -> int:
        """An unknown number: registered at once, named while speaking."""
        p = self.p
        phone, city = names.mobile(p.chance), p.chance.choice((names.HANGZHOU, names.CHENGDU))
        taken = calls.take_call(phone, by=agent, at=p.now, line="400")
        who, where = names.person(p.chance), names.place(p.chance, city)
        assert taken.customer_id is not None
        complete_provisional(
            taken.customer_id, kind="household", name=who, contact_name=who,
            addresses=[NewAddress(where.text, where.division, where.lng, where.lat)], by=agent, at=p.now,
        )  # fmt: skip
        self.market.customers.append((taken.customer_id, phone))
        return taken.customer_id

    def _offer(self, kind: str, line: str, address: int | None, by: Actor) -> WindowOffer:
        offer = offer_windows(kind=kind, product_lines=[line], address_id=address, by=by, at=self.p.now)
        if not offer.site:
            raise Refused("没有网点可派。", "No site can take it.", code="no-site")
        return offer

    def _place(self, request: str, line: str, address: int | None, lines: list[orders.MachineDraft], by: Actor) -> str:
        offer = self._offer("repair", line, address, by)
        window = None if offer.asks_wish else self._pick(offer)
        wished = self._wish() if offer.asks_wish or window is None else None
        return orders.order_visit(
            request, machines=lines, site=offer.site, window=window, wished=wished, by=by, at=self.p.now
        ).number

    def _pick(self, offer: WindowOffer) -> Window | None:
        if not offer.windows:
            return None
        chosen = self.p.chance.choice(offer.windows)
        return Window(chosen.start, chosen.end)

    def _wish(self) -> Window:
        """A two-hour window within the next two days."""
        day = local(self.p.now + timedelta(days=self.p.chance.choice((1, 1, 2)))).date()
        hour = self.p.chance.choice((8, 10, 14, 16))
        start = datetime.combine(day, datetime.min.time(), local(self.p.now).tzinfo) + timedelta(hours=hour)
        return Window(start, start + timedelta(hours=2))

    def _site_of(self, number: str) -> Site:
        row = list_by_number([number], by=self.company.one("liudiao"))[number]
        return self.company.site(row.site)

    def _send_elsewhere(self, number: str, refused: Site) -> None:
        order = get_order(number, by=self.company.one("liudiao"))
        dispatcher = self._one("liudiao", "dengyu")
        other = next((s for s in self.company.sites if s is not refused and s.city == refused.city), refused)
        wished = self._wish() if other.mode != "own" else None
        dispatching.dispatch(
            order.row.number,
            site=other.number,
            wished=wished,
            overrule_reason="free_sooner",
            by=dispatcher,
            at=self.p.now,
        )

    def _assign(self, number: str, site: Site) -> Actor | None:
        """Give the window to whoever is free; if nobody is, the user is asked for another time."""
        crew = self.p.chance.sample(site.technicians, len(site.technicians))
        for attempt in range(4):
            for technician in crew:
                try:
                    booking.assign_technician(number, technician=technician.pk, by=site.clerk, at=self.p.now)
                except Refused:
                    continue
                return technician
            if attempt < 3:
                self._move(number, site)
        return None

    def _move(self, number: str, site: Site) -> None:
        try:
            booking.reschedule(
                number, window=self._wish(), moved_by="user", reason="user_wish", by=site.clerk, at=self.p.now
            )
        except Refused:
            return

    def _open(self, wanted: datetime) -> datetime:
        """The moment itself, or the next morning if it is night."""
        here = local(wanted)
        if 8 <= here.hour < 20:
            return wanted
        morning = here.replace(hour=8, minute=self.p.chance.randint(2, 55))
        return morning if here.hour < 8 else morning + timedelta(days=1)
