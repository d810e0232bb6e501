"""Are there known holes in what we are built on? `make audit` asks about every line of requirements.lock.

Fails for a known vulnerability. Where the service cannot be asked (no network, a mirror that does not know), it says so
and fails nothing: a build must not depend on somebody else's service, but it must not claim to have looked either.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
COMMAND = ["-m", "pip_audit", "--requirement", "requirements.lock", "--require-hashes", "--disable-pip",
           "--progress-spinner", "off", "--format", "json", "--timeout", "20"]  # fmt: skip
LONGEST = 300


def verdict(told: str) -> tuple[int, list[str]]:
    """Exit code and lines for what pip-audit said (its JSON, or nothing)."""
    try:
        found: list[Mapping[str, Any]] = json.loads(told)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return 0, ["NOTICE: the vulnerability service could not be asked; nothing was audited."]
    holes = [f"{d['name']} {d['version']}: {v['id']}, mended in {', '.join(v['fix_versions']) or 'no version yet'}"
             for d in found for v in d.get("vulns", ())]  # fmt: skip
    unasked = [d["name"] for d in found if "skip_reason" in d]
    if unasked and len(unasked) == len(found):
        return 0, ["NOTICE: the vulnerability service knows none of our packages from here; nothing was audited."]
    told_of = [f"NOTICE: not audited: {', '.join(sorted(unasked))}"] if unasked else []
    if holes:
        return 1, [*told_of, *holes]
    return 0, [*told_of, f"No known vulnerability in {len(found) - len(unasked)} packages."]


def main() -> int:
    """Ask, tell, and answer the exit code."""
    try:
        done = subprocess.run(
            [sys.executable, *COMMAND], cwd=ROOT, capture_output=True, text=True, check=False, timeout=LONGEST
        )
        told = done.stdout
    except subprocess.TimeoutExpired:
        told = ""
    code, lines = verdict(told)
    print("\n".join(lines))
    return code


if __name__ == "__main__":
    sys.exit(main())
