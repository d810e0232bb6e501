"""The one password of the demo's people; kept apart so that it can be printed without Django."""

PASSWORD = "liuke-demo-2026"  # noqa: S105 - printed by `liuke demo`; the demo is nobody's secret
