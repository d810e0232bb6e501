"""The tables of this room: Django looks for them here, each topic has a module. Amounts are cents."""

from liuke.areas.charges.models.differences import Difference
from liuke.areas.charges.models.invoices import Invoice
from liuke.areas.charges.models.payments import Day, Payment, StatementRow, Told
from liuke.areas.charges.models.quotes import Quote, QuoteLine
from liuke.areas.charges.models.sales import Sale

__all__ = [
    "Day",
    "Difference",
    "Invoice",
    "Payment",
    "Quote",
    "QuoteLine",
    "Sale",
    "StatementRow",
    "Told",
]
