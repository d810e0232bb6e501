"""Text that means harm, made from a seed: markup, direction marks, what cannot be seen or stored, the huge, formulas."""

from __future__ import annotations

import random
from collections.abc import Iterator

MARKUP = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"><svg/onload=alert(1)>", "javascript:alert(1)",
    "<iframe srcdoc='<script>1</script>'>", "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;<img src=1 onerror=1>'>",
    "{{7*7}}", "{% debug %}", "${7*7}", "</title><script>1</script>", "<style>@import'//x.example'</style>",
    "<a href='//evil.example'>x</a>", "<base href='//evil.example'>", "&lt;script&gt;", "' onmouseover='1", "`-alert(1)-`",
)  # fmt: skip
FORMULAS = (
    "=1+1",
    "@SUM(A1)",
    "+cmd|'/c calc'!A0",
    "-2+3",
    "\t=1",
    "\r=1",
    "＝1+1",
    "\ufeff=1",
    " =1",
    "%0A=1",
    '\u200b=HYPERLINK("x")',
)
UNSEEN = (
    "\u202e",
    "\u2066",
    "\u200b",
    "\u200d",
    "\ufeff",
    "\u00ad",
    "\u0301" * 40,
    "\U000e0041",
    "\u2028",
    "\x1b[31m",
    "\x7f",
    "\x85",
)
UNSTORABLE = ("\x00", "a\x00b", "\ud800", "\udfff\ud800")
SQL = (
    "' OR 1=1 --",
    "'; select pg_sleep(5); --",
    "%",
    "_",
    "\\",
    "$$",
    "x' AND 1=cast('a' as int)--",
    "*:*",
    "a & | ! (",
    ":*",
)
NUMBERS = ("9" * 5000, "-1", "0", "1e400", "NaN", "²", "٣", "１２", "0x10", "9223372036854775808", "1.5", "--1")
TIMES = (
    "9999-12-31T23:59:59Z",
    "0001-01-01",
    "2026-02-30",
    "2026-11-23T25:00",
    "明天99:99",
    "-",
    "1969-13-13",
    "10000-01-01",
)
PATHS = (
    "../../etc/passwd",
    "..\\..\\x",
    "file:///etc/passwd",
    "C:\\x::$DATA",
    "/\\evil.example",
    "//evil.example",
    "%00",
    "%2e%2e%2f",
)
PHONES = (
    "139", "0", "+", "+86", "+1", "00000000000", "1" * 60, "+999999999999", "139-ABCD-0419", "１３９８７６５０４１９", "٠١٢٣٤٥٦٧٨٩",
    "110", "12345", "400-", "tel:13987650419", "13987650419;ext=1", "139 8765 041", "+86 0574 8765", "-13987650419", "1.39e10",
    "0574", "(0574)", "95", "17909 13987650419", "\u202d13987650419\u202c", "139\u200b87650419", "",
)  # fmt: skip
KINDS = (MARKUP, FORMULAS, UNSEEN, SQL, NUMBERS, TIMES, PATHS, PHONES)


def corpus(count: int = 10_000, *, seed: int = 23, storable: bool = False) -> Iterator[str]:
    """So many texts; the plain ones first, then mixtures of them. `storable` leaves NUL and lone surrogates out."""
    chance = random.Random(seed)
    kinds = KINDS if storable else (*KINDS, UNSTORABLE)
    plain = [text for kind in kinds for text in kind]
    for n in range(count):
        if n < len(plain):
            yield plain[n]
            continue
        parts = [chance.choice(chance.choice(kinds)) for _ in range(chance.randint(1, 4))]
        text = chance.choice(("", " ", "李", "\n")).join(parts)
        yield text * chance.choice((1, 1, 1, 2, 50)) if len(text) < 400 else text


def sample(count: int, *, seed: int, storable: bool = False) -> list[str]:
    """Some of the corpus, evenly over its kinds."""
    all_of_them = list(corpus(2_000, seed=seed, storable=storable))
    return random.Random(seed).sample(all_of_them, count)
