"""A part that nobody sends any more: refused or withdrawn at the parts desk."""

from typing import ClassVar

from django.db import migrations, models

STATES = [("requested", "Requested"), ("approved", "Approved"), ("shipped", "Shipped"), ("arrived", "Arrived"),
          ("dropped", "Dropped")]  # fmt: skip


class Migration(migrations.Migration):
    dependencies: ClassVar = [("service", "0010_hold_reason_beside_the_state")]
    operations: ClassVar = [
        migrations.AlterField("partrequest", "state", models.CharField(choices=STATES, default="requested", max_length=10)),
    ]
