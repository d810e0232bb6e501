"""Complaints as they are lived: taken in anywhere, named within the hour, soothed, found out, made right, closed, learnt from."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage
from typing import Final

from liuke.areas.complaints.actions import closing, handling, improving, offering, papers, sorting, taking
from liuke.areas.complaints.actions.filing import Came
from liuke.areas.complaints.actions.offering import Offer
from liuke.areas.complaints.actions.sorting import Sentence
from liuke.areas.complaints.actions.taking import Heard
from liuke.areas.complaints.queries.complaints import get_case
from liuke.areas.complaints.queries.feelings import proposed_parts
from liuke.areas.service.actions import calls
from liuke.cli.playing.cast import Cast, Client
from liuke.cli.playing.player import Story
from liuke.foundation.clock import local

DAYS: Final = timedelta(days=1)
CASES: Final = (
    ("说好上午来，等到下午两点还没人来。我请了半天假，真是气人。你们得给个说法。", "service", "not_come", "ours", "redo", "今天优先上门并致歉", "process.dispatch"),
    ("师傅修完不到一周又坏了，这是第三次了！我不想再修了，要换新的。", "service", "repaired_again", "ours", "exchange", "按三包以换代修", "people.skill"),
    ("师傅多收了80元，也没给收据。请把多收的钱退给我。", "service", "overcharged", "ours", "refund", "退回多收的80元并补开收据", "people.against_rule"),
    ("配件等了二十天，打了四次电话都说在路上。太不像话了。", "service", "part_wait", "shared", "service", "配件加急，另赠清洗一次", "process.parts"),
    ("送来的时候外壳就有一道划痕。我要求换一台。", "transport", "damaged", "shared", "gift", "更换面板并送滤网", "outside.carrier"),
    ("销售说五年全免费，现在又说电机只保三年，这不是骗人吗？", "contract", "overpromised", "misunderstanding", "explanation", "当面说明保修条款", "promise.overpromised"),
    ("师傅进门不穿鞋套，还嫌我家地方小，态度很差。希望以后别派他来。", "service", "attitude", "ours", "apology", "网点负责人上门致歉", "people.attitude"),
    ("新买的机器用了三天就不通电，心里很不踏实。请尽快处理。", "quality", "broken_new", "ours", "repair", "当天上门检修", "product.material"),
)  # fmt: skip
"""One kind of complaint in eight each: (words, kind, sub, stance, remedy, how it is made right, why it came about)."""
SOURCES: Final = ("hotline", "hotline", "hotline", "site", "mail", "social", "authority_12315")


class Complaints(Cast):
    """What the complaint officer, the leads and the sites do about them."""

    def complaint(self) -> Story:
        """From the first word to the customer's last; some are slow, some still open when the play ends."""
        p, officer = self.p, self.company.one("chenkai")
        said = p.chance.choice(CASES)
        number = self.voiced(p.chance.choice(self.market.clients), said)
        yield p.minutes(5, 75 if p.happens(0.1) else 50)
        handling.name_handler(number, officer, by=officer, at=p.now)
        yield self.opening(p.minutes(10, 60))
        handling.contact(number, reached=True, by=officer, at=p.now)
        for step in ("soothed", "restated"):
            sorting.take_step(number, step, by=officer, at=p.now)
        yield self.opening(p.minutes(60, 400))
        self._found_out(number, said)
        if get_case(number, by=officer, at=p.now).row.state == "to_approve":
            yield self.opening(p.minutes(60, 300))
            offering.decide(number, approve=True, by=self.company.one("huangzong"), at=p.now)
        yield self.opening(p.minutes(20, 200))
        offering.answer(number, agrees=True, by=officer, at=p.now)
        yield self.opening(p.minutes(100, 1500))
        offering.fulfil(number, by=officer, at=p.now)
        self._learnt(number, said)
        yield self.opening(p.minutes(60, 600))
        word = "satisfied" if p.happens(0.8) else "accepts"
        closing.close(number, word=word, summary=said[5], by=officer, at=p.now)

    def voiced(self, client: Client, said: tuple[str, ...] = CASES[0]) -> str:
        """What he complains of, as it is written down while he speaks."""
        p, lead = self.p, self.company.one("sunlei")
        source = p.chance.choice(SOURCES)
        if source == "hotline":
            calls.take_call(client.phone, by=lead, at=p.now, customer_id=client.id, line="400")
        if source == "mail":
            return self._written(client, said[0])
        heard = Heard(said[0], customer=client.id, source=source, wants="希望尽快解决并给个说法")
        return taking.receive(heard, by=lead, at=p.now)

    def _written(self, client: Client, words: str) -> str:
        """The same by mail, kept as it came."""
        made = EmailMessage()
        made["From"], made["Subject"] = f"user{client.id}@example.com", "投诉"
        made["Message-ID"] = f"<{client.id}.{self.p.now:%Y%m%d%H%M%S}@example.com>"
        made.set_content(words)
        heard = Heard("", customer=client.id, source="mail")
        lead, came = self.company.one("sunlei"), [Came("mail.eml", bytes(made))]
        return papers.receive_papers(heard, came, by=lead, at=self.p.now).number

    def _found_out(self, number: str, said: tuple[str, ...]) -> None:
        p, by = self.p, self.company.one("chenkai")
        _words, kind, sub, stance, remedy, how, cause = said
        sorting.assess(number, kind=kind, sub=sub, means="希望被认真对待", by=by, at=p.now)
        parts = [Sentence(one.text, one.kind, one.kind) for one in proposed_parts(said[0])]
        sorting.sort_parts(number, parts, by=by, at=p.now)
        facts = [n for n, one in enumerate(parts, start=1) if one.kind == "fact"]
        for nth in facts[:2]:
            sorting.judge_fact(number, nth, verdict="true", note="核对工单与通话记录", by=by, at=p.now)
        offering.take_stance(number, stance=stance, finding="经核实，情况基本属实", cause=cause, by=by, at=p.now)
        cost = 8_000 if remedy == "refund" else None
        offering.propose(number, Offer(remedy, how, cost, by_customer=p.happens(0.3)), by=by, at=p.now)

    def _learnt(self, number: str, said: tuple[str, ...]) -> None:
        p, by = self.p, self.company.one("chenkai")
        _words, kind, _sub, stance, *_rest = said
        if kind not in ("service", "transport") or stance not in ("ours", "shared"):
            return
        until = local(p.now + 7 * DAYS).date()
        manager = self.company.one("chengdong.m")
        made = improving.set_improvement(
            number, cause="派工后未二次确认时段", action="每日 17:00 由班长复核次日预约", responsible=manager, until=until,
            by=by, at=p.now,
        )  # fmt: skip
        if p.happens(0.6):
            improving.carry_out(made, proof="复核记录表", by=manager, at=p.now)
