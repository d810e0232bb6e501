from typing import ClassVar

from django.db import migrations

from liuke.foundation import numbers


class Migration(migrations.Migration):
    """CB- callbacks, DS- dissatisfactions."""

    dependencies: ClassVar = [("care", "0001_initial")]

    operations: ClassVar = [numbers.Sequence("CB"), numbers.Sequence("DS")]
