from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


def codes() -> ArrayField:
    return ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)


class Migration(migrations.Migration):
    """Which models an article is for, and each of its versions."""

    dependencies: ClassVar = [("knowledge", "0002_numbers")]
    operations: ClassVar = [
        migrations.AddField(model_name="article", name="model_codes", field=codes()),
        migrations.AddField(model_name="articletext", name="model_codes", field=codes()),
    ]
