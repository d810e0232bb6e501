from typing import ClassVar

from django.db import migrations

from liuke.foundation import numbers


class Migration(migrations.Migration):
    dependencies: ClassVar = [("charges", "0001_initial")]
    operations: ClassVar = [numbers.Sequence(prefix) for prefix in ("QT", "PY", "RC", "INV", "CD", "DF")]
