"""What of the installed base belongs to a customer."""

from __future__ import annotations

from liuke.areas.customers.actions import belongings
from liuke.areas.products.models import Machine

belongings.move(Machine)
