"""`python -m bench.table` writes the figures between the markers of both READMEs; `table` is what must stand there."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any, Final

from bench.figures import RESULTS
from bench.home import ROOT

BEGIN, END = "<!-- figures -->", "<!-- /figures -->"
READMES: Final = {"README.md": "en", "README.zh-CN.md": "zh"}
HEADS: Final = {
    "en": ("What", "Figure", "Limit of the same work, same run", "Ratio"),
    "zh": ("项目", "结果", "同次运行中同样工作的极限", "比值"),
}
NAMES: Final[Mapping[str, tuple[str, str]]] = {
    "screen_pop.http_p50": ("Phone rings: screen pop over HTTP, median", "来电弹屏（HTTP），中位数"),
    "screen_pop.http_p99": ("… 99th percentile", "…… 99 分位"),
    "screen_pop.per_s_8": ("… with 8 clients", "…… 8 个并发客户端"),
    "search.http_p95": ("Search over HTTP, 95th percentile of the slowest kind", "搜索（HTTP），最慢一类的 95 分位"),
    "search.db_p95": ("… its statement alone", "…… 仅查询语句"),
    "page.today_p95": ("Today, 95th percentile", "今日，95 分位"),
    "page.orders_p95": ("Work-order list", "工单列表"),
    "page.customers_p95": ("Customer list", "客户列表"),
    "page.customer_file_p95": ("Customer file", "客户档案"),
    "page.dispatch_p95": ("Dispatch", "派工台"),
    "page.live_board_p95": ("Live board", "实时看板"),
    "page.search_p95": ("Search page", "搜索页"),
    "page.site_desk_p95": ("Site's desk", "网点工作台"),
    "words.recall": ("Forbidden wordings found", "禁语检出率"),
    "words.recall_held_out": ("… written after the wordings", "…… 规则写成后另写的"),
    "words.recall_unseen": ("… never seen, mostly free paraphrases", "…… 从未用于改规则的，多为换着说法"),
    "words.recall_dressed": ("… traditional, spaced, with invisible characters", "…… 繁体、加空格、夹零宽字符"),
    "words.false_alarms": ("Polite sentences flagged, worst set", "礼貌用语误报，最差一组"),
    "words.false_alarms_near": ("… with words of forbidden phrases, rightly used", "…… 正当使用禁语字眼的"),
    "words.in_questions": ("… customers' questions, which are not sent", "…… 用户来问（不发出，仅供参考）"),
    "words.check_ms": ("Check of 5,000 characters", "检查 5,000 字"),
    "words.hostile_missed": ("Hostile texts that slipped past, of 10,000", "1 万条恶意文本中漏过的"),
    "words.hostile_broken": ("… that broke the check", "…… 使检查出错的"),
    "words.feelings_precision": ("Feeling, fact, wish, opinion: lowest precision", "感受/事实/诉求/看法：最低精确率"),
    "words.feelings_recall": ("… lowest recall", "…… 最低召回率"),
    "intake.per_s_1": ("Call turned into a dispatched order, 1 client", "来电到派工，1 个客户端"),
    "intake.per_s_8": ("… with 8 clients", "…… 8 个并发客户端"),
    "intake.p50_ms": ("… all its calls, median", "…… 全部调用合计，中位数"),
    "record.per_s": ("Events recorded (`record_many`)", "写入事件（`record_many`）"),
    "loop.per_s_1": ("Due promises handled, 1 process", "处理到期承诺，1 个进程"),
    "loop.per_s_4": ("… with 4 processes", "…… 4 个进程"),
    "import.rows_per_s": ("Bulk intake: customers of a workbook", "批量导入：客户表"),
    "import.one_process_rows_per_s": ("… by one process", "…… 单进程"),
    "import.cpu_us_per_row": ("… processor time a row, PostgreSQL's with it", "…… 每行处理器时间（含 PostgreSQL）"),
    "import.machine_rows_per_s": ("… with a machine each", "…… 每行带一台产品"),
    "import.csv_machine_rows_per_s": ("… the same from CSV", "…… 同上，CSV 文件"),
    "import.orders_per_s": ("… a platform's orders", "…… 平台订单"),
    "replay.mismatches": ("Real requests replayed, rows that disagree with the ledger", "真实请求回放，与台账不符的行"),
    "faults.intake_lost": ("Intake under kill -9: lost", "强杀进程下受理：丢失"),
    "faults.intake_doubled": ("… doubled", "…… 重复"),
    "faults.intake_half": ("… half done", "…… 半截"),
    "faults.job_freed_s": ("Job of a killed worker freed", "被杀工作进程的任务释放"),
    "faults.visits_lost": ("Visits sent from phones whose line is cut: lost", "手机断网下上报完工：丢失"),
    "faults.visits_doubled": ("… doubled", "…… 重复"),
    "grading.night_s": ("Nightly grading of all customers, s", "每晚为全部客户定级（秒）"),
    "grading.first_night_s": ("… the first night, each grade an event", "…… 首夜，每次定级记一条事件"),
    "regarding.night_s": ("Nightly count of satisfaction and core customers", "每晚计算满意程度与核心客户"),
    "regarding.matrix_ms": (
        "Matrix of willingness and quality, 40,000 companies, median",
        "意愿 × 素质矩阵，4 万家企业，中位数",
    ),
    "regarding.cell_ms": ("… the companies of a cell, median", "…… 一格中的客户，中位数"),
    "caring.first_night_s": (
        "Whom to greet in three weeks, a night before mid-autumn, s",
        "排出三周问候名单，中秋前一晚（秒）",
    ),
    "caring.night_s": ("… a night in which nobody is added", "…… 无新增的一晚"),
    "sales.count_s": ("Nightly count of sales, s", "每晚统计销售（秒）"),
    "sales.page_ms": ("… all cuts of twelve months for its page, median", "…… 页面所需的全部切面，中位数"),
    "planning.gap_pct": (
        "Planner on 29 Solomon instances, 10 s each: above the best known, mean",
        "排班求解（29 个 Solomon 实例，各 10 秒）：高于已知最优，均值",
    ),
    "planning.slowest_s": ("… the slowest of them", "…… 最慢的一个"),
    "planning.placed_pct": (
        "… stops placed on sets with skills, tools and parts",
        "…… 含技能、工具与配件的算例排上的比例",
    ),
    "planning.violations": ("… hard constraints broken on all sets", "…… 违反的硬约束"),
    "complaints.named_or_told_pct": (
        "10,000 played complaints: handler within the hour, or told up before it was over",
        "演练 1 万件投诉：1 小时内指定处理人，或到点前已升级",
    ),
    "complaints.inbox_p95": ("Complaint inbox, 1,000,000 past ones", "投诉收件箱（历史投诉 100 万件）"),
    "complaints.case_p95": ("… a case", "…… 投诉详情"),
    "settlement.month_s": ("Settlement of a month of 100,000 orders", "月结 10 万单"),
    "dedupe.febrl3_precision": ("Who is filed twice (FEBRL 3): precision", "查重（FEBRL 3）：准确率"),
    "dedupe.febrl3_recall": ("… recall", "…… 召回率"),
    "dedupe.febrl1_precision": (
        "… FEBRL 1, to show that nothing was tuned: precision",
        "…… FEBRL 1（未作调参的对照）：准确率",
    ),
    "dedupe.febrl1_recall": ("… recall", "…… 召回率"),
    "dedupe.batch_minutes": ("All customers searched for duplicates", "全库查重"),
    "dedupe.batch_peak_gb": ("… memory at its peak", "…… 内存峰值"),
    "dedupe.twins_found": ("… of planted twins found", "…… 预埋重复档案检出"),
}
UNITS: Final[Mapping[str, tuple[str, str]]] = {
    "ms": ("ms", "毫秒"), "s": ("s", "秒"), "1/s": ("/s", "/秒"), "rows": ("rows", "行"), "calls": ("calls", "次"), "visits": ("visits", "次"), "%": ("%", "%"),
    "rows/s": ("rows/s", "行/秒"), "us": ("µs", "微秒"), "min": ("min", "分钟"), "GB": ("GB", "GB"), "": ("", ""),
}  # fmt: skip


def table(rows: Sequence[Mapping[str, Any]], language: str) -> str:
    """The table in a language, with the day and the scale of what was measured."""
    heads = HEADS[language]
    lines = [f"| {' | '.join(heads)} |", "|---|---:|---:|---:|"]
    known = {row["name"]: row for row in rows}
    for name in [*(n for n in NAMES if n in known), *(n for n in known if n not in NAMES)]:
        row = known[name]
        told = NAMES.get(name, (name, name))[language == "zh"]
        limit = "" if row["limit"] is None else _value(row["limit"], row["unit"], language)
        ratio = "" if row["ratio"] is None else f"{row['ratio']:g}"
        lines.append(f"| {told} (`{name}`) | {_value(row['value'], row['unit'], language)} | {limit} | {ratio} |")
    if rows:
        lines += ["", _told(rows, language)]
    return "\n".join(lines)


def _value(value: float, unit: str, language: str) -> str:
    number = (
        f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:,.1f}" if value >= 10 else f"{value:.2g}"
    )
    return f"{number} {UNITS.get(unit, (unit, unit))[language == 'zh']}"


def _told(rows: Sequence[Mapping[str, Any]], language: str) -> str:
    day = max(row["measured_at"] for row in rows)[:10]
    scale = next((row["scale"] for row in rows if row["name"].startswith("screen_pop")), "")
    if language == "zh":
        return f"测于 {day}；规模：{scale}。每一项的规模与命令见 `bench/results.json`；重测：`make bench`。"
    return f"Measured on {day}; scale: {scale}. Scale and command of each: `bench/results.json`; again: `make bench`."


def between(text: str) -> str | None:
    """What stands between the markers now; None where there are none."""
    _, begun, rest = text.partition(BEGIN)
    inside, ended, _ = rest.partition(END)
    return inside.strip() if begun and ended else None


def write() -> int:
    """Put the table into both READMEs; says which of them has no place for it."""
    rows = json.loads(RESULTS.read_text())
    code = 0
    for name, language in READMES.items():
        path = ROOT / name
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        if between(text) is None:
            print(f"{name} has no place for the figures: {BEGIN} … {END}", file=sys.stderr)
            code = 1
            continue
        before, _, rest = text.partition(BEGIN)
        after = rest.partition(END)[2]
        path.write_text(f"{before}{BEGIN}\n{table(rows, language)}\n{END}{after}", encoding="utf-8")
    return code


if __name__ == "__main__":
    sys.exit(write())
