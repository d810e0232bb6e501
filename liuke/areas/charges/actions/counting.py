"""The nightly count of what was sold: by month, customer, kind of appliance and county; only what changed is written (H7).

Money is what was received, less what was paid back in the month in which it was; a machine counts where it was bought,
else where it was installed. Nothing else is a sale.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import connection, transaction

from liuke.areas.charges.models import Sale
from liuke.foundation.clock import LOCAL
from liuke.foundation.patience import may_take


@transaction.atomic
def count_sales(*, at: datetime) -> int:
    """Count all months anew; returns how many cells there are."""
    may_take(minutes=10)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"zone": str(LOCAL), "at": at})
        for statement in (_LOOK, _GONE, _CHANGED, _OVER):
            cursor.execute(statement)
    return Sale.objects.count()


_COUNT: Final = """
    CREATE TEMP TABLE counted_sale ON COMMIT DROP AS
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
    SELECT c.month, coalesce(w.merged_into_id, w.timeline_id) AS customer_id, c.line, c.county,
           sum(c.cents)::bigint AS cents, sum(c.orders)::int AS orders, sum(c.machines)::int AS machines
      FROM cells c JOIN customers_customer w ON w.timeline_id = c.customer_id
     WHERE c.month IS NOT NULL GROUP BY 1, 2, 3, 4
"""
_LOOK: Final = "ANALYZE counted_sale"
_SAME: Final = "(c.month, c.customer_id, c.line, c.county) = (s.month, s.customer_id, s.line, s.county)"
_GONE: Final = f"DELETE FROM charges_sale s WHERE NOT EXISTS (SELECT FROM counted_sale c WHERE {_SAME})"
_CHANGED: Final = f"""
    MERGE INTO charges_sale s USING counted_sale c ON {_SAME}
     WHEN MATCHED AND (s.cents, s.orders, s.machines) IS DISTINCT FROM (c.cents, c.orders, c.machines)
     THEN UPDATE SET cents = c.cents, orders = c.orders, machines = c.machines
     WHEN NOT MATCHED THEN INSERT (month, customer_id, line, county, cents, orders, machines)
          VALUES (c.month, c.customer_id, c.line, c.county, c.cents, c.orders, c.machines)
"""
_OVER: Final = "DROP TABLE counted_sale"
