"""Whether the journal still says what it said when it was sealed."""

import argparse

from liuke.kernel.journal import sealing


def run(args: argparse.Namespace) -> int:
    """0 if every seal verifies, 1 with each finding on a line of its own."""
    checked, findings = sealing.check()
    for finding in findings:
        print(f"seal {finding.seal_id}: {finding.what}")
    print(f"{checked} events checked, {len(findings)} findings")
    return 1 if findings else 0
