from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """The latest repairs of a model are found at once: what they took tells which parts the next one will need."""

    dependencies: ClassVar = [("service", "0011_part_no_longer_sent")]
    operations: ClassVar = [
        migrations.AddIndex(
            "ordermachine",
            models.Index(
                condition=models.Q(("result", "repaired"), models.Q(("model", ""), _negated=True)),
                fields=["model", "-id"],
                name="repair_of_model",
            ),
        ),
    ]
