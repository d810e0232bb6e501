"""What each customer brought in a month, counted every night."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from liuke.areas.customers.models import Customer


class Sale(models.Model):
    """What one customer brought in a month with one kind of appliance in one county; counted anew every night.

    `cents` is money received less refunds, `orders` the orders he paid for, `machines` those he bought or had installed.
    """

    month = models.DateField()
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    line = models.CharField(max_length=40, blank=True, default="")
    county = models.CharField(max_length=6, blank=True, default="")
    cents = models.BigIntegerField(default=0)
    orders = models.PositiveIntegerField(default=0)
    machines = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="a_cell_of_sales_stands_once", fields=["month", "customer", "line", "county"]),
            models.CheckConstraint(name="a_month_of_sales_begins_on_its_first", condition=Q(month__day=1)),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.customer_id} {self.line}"
