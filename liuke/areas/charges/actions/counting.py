"""The nightly count of what was sold: by month, customer, kind of appliance and county, in one statement (H7).

Money is what was received, less what was paid back in the month in which it was; a machine counts where it was bought,
else where it was installed. Nothing else is a sale.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import connection, transaction

from liuke.areas.charges.models import Sale
from liuke.foundation.clock import LOCAL


@transaction.atomic
def count_sales(*, at: datetime) -> int:
    """Count all months anew; returns how many cells there are."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM charges_sale")
        cursor.execute(_COUNT, {"zone": str(LOCAL), "at": at})
    return Sale.objects.count()


_COUNT: Final = """
    INSERT INTO charges_sale (month, customer_id, line, county, cents, orders, machines)
    WITH moved AS (
        SELECT received_at AS moved_at, order_id, amount_cents::bigint AS cents, order_id AS paid FROM charges_payment
         WHERE state IN ('received', 'refunded')
        UNION ALL
        SELECT refunded_at, order_id, -amount_cents::bigint, NULL FROM charges_payment WHERE state = 'refunded'
    ), cells AS (
        SELECT date_trunc('month', m.moved_at AT TIME ZONE %(zone)s)::date AS month, o.customer_id,
               o.product_line AS line, left(o.division, 6) AS county, sum(m.cents) AS cents,
               count(DISTINCT m.paid) AS orders, 0 AS machines
          FROM moved m JOIN service_workorder o ON o.id = m.order_id
         WHERE m.moved_at <= %(at)s GROUP BY 1, 2, 3, 4
        UNION ALL
        SELECT date_trunc('month', coalesce(p.bought_date, p.installed_date,
                                            (p.registered_at AT TIME ZONE %(zone)s)::date))::date,
               p.customer_id, l.key, coalesce(left(a.division, 6), ''), 0, 0, count(*)
          FROM products_machine p
          JOIN products_productmodel d ON d.id = p.model_id
          JOIN products_productline l ON l.id = d.line_id
          LEFT JOIN customers_address a ON a.id = p.address_id
         GROUP BY 1, 2, 3, 4
    )
    SELECT c.month, coalesce(w.merged_into_id, w.timeline_id), c.line, c.county, sum(c.cents), sum(c.orders), sum(c.machines)
      FROM cells c JOIN customers_customer w ON w.timeline_id = c.customer_id
     WHERE c.month IS NOT NULL GROUP BY 1, 2, 3, 4
"""
