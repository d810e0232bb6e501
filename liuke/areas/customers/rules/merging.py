"""Who may take a merge back beside the one who merged: those who decide about files."""

from __future__ import annotations

from typing import Final

UNDOERS: Final = (
    "hotline_lead", "dispatch_lead", "callback_lead", "complaint_manager", "account_manager", "regional_manager",
    "duty_manager", "quality_manager", "service_director", "general_manager", "administrator",
)  # fmt: skip
