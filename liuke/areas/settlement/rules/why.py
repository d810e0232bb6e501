"""The one sentence that says why a line is what it is, in both languages."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from liuke.areas.service.rules.names import NO_SERVICE_REASONS, OUTCOMES
from liuke.areas.settlement.rules.lines import ITEMS, Line
from liuke.foundation.money import Money
from liuke.foundation.words import Words

WHY: Final = {
    "work": Words("按价目 {unit} × {n} 台", "by the price list, {unit} × {n}"),
    "distance": Words("乡镇上门，每户一次", "a visit in the country, once for each household"),
    "urgent": Words("安全应急工单", "an order about safety"),
    "granted": Words("经审批的附加费", "a supplement that was granted"),
    "trip": Words("空跑（{reason}），凭证齐全", "a trip for nothing ({reason}), with evidence"),
    "own_fault": Words("空跑系师傅自身原因（{reason}），不支付", "the technician's own fault ({reason}): pays nothing"),
    "repeat": Words("返修 {note}：首修网点不另付", "repeats {note}: the site that did the first work is not paid again"),
    "repeat_paid": Words(
        "返修 {note}，责任不在本网点，按价目 {unit} × {n} 台",
        "repeats {note}, not through this site's fault: {unit} × {n} by the price list",
    ),
    "coefficient": Words(
        "网点责任：{outcome}，工时费按 {percent}% 计", "the site's fault, {outcome}: {percent}% of the labour is paid"
    ),
    "bonus": Words("准时上门且一次修好、用户满意，加 {percent}%", "in the window, right the first time, satisfied: +{percent}%"),
    "serial_twice": Words(
        "序列号 {note} 已结算过安装，核定前不付", "serial {note} was installed before: not paid until it is decided"
    ),
    "serial_refused": Words("序列号 {note} 重复，核定不付", "serial {note} counts once: decided not to be paid"),
    "freight": Words("返还旧件 {n} 件，运费实报", "freight of {n} old parts sent back"),
    "cash": Words("现金代收未上交，应归公司", "cash taken and not handed in, which is the company's"),
    "qr": Words("已直接进公司账户 {unit}，仅供核对", "{unit} went to the company's account at once: for information"),
    "other_site": Words("由另一网点 {note} 经手，请核定", "it was another site's, {note}: look into it"),
    "no_price": Words("价目中没有 {note}，请补价后重算", "the price list has no {note}: state one and count again"),
    "cap": Words("当月扣款不超过工时费的 {percent}%", "deductions are at most {percent}% of the month's labour"),
    "retention": Words("按费用 {unit} 的 {percent}% 留存", "{percent}% of {unit} is kept back"),
    "retention_back": Words("留存满约定月数，返还", "kept for the agreed months, paid back"),
    "term_over": Words("{reference}：留存满约定月数，返还", "{reference}: kept for the agreed months, paid back"),
    "agreement_ended": Words("{reference}：协议已终止，返还", "{reference}: the agreement has ended, paid back"),
    "carried": Words("{reference} 结算为负，结转本月抵扣", "{reference} came out negative and is set off here"),
    "deposit": Words("分月缴存，至 {unit} 为止", "paid in by the month until it is {unit}"),
    "tax": Words("按不含税费用 {unit} 的 {percent}%", "{percent}% of {unit} before tax"),
    "late": Words("{reference} 结账后的变化（{of_item}，原结 {unit}）", "came after {reference} ({of_item}, settled as {unit})"),
    "ruled": Words("按申诉 {note} 的裁定", "as ruled on appeal {note}"),
}  # fmt: skip


def why(line: Line) -> Words:
    """The sentence of a line."""
    said = WHY[line.because]
    return Words(said.zh.format(**_values(line, "zh")), said.en.format(**_values(line, "en")))


def _values(line: Line, language: str) -> dict[str, object]:
    reason = NO_SERVICE_REASONS.get(line.note, Words(line.note, line.note))
    outcome = OUTCOMES.get(line.outcome, Words(line.outcome, line.outcome))
    of_item = ITEMS.get(line.of_item, Words("", ""))
    return {
        "unit": Money(Decimal(line.unit_cents) / 100).told(), "n": line.quantity, "percent": line.percent,
        "note": line.note, "reason": reason.told(language), "outcome": outcome.told(language),
        "reference": line.reference, "of_item": of_item.told(language),
    }  # fmt: skip
