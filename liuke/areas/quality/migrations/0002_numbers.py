from typing import ClassVar

from django.db import migrations

from liuke.foundation import numbers


class Migration(migrations.Migration):
    """FD- cases of fault, AP- appeals."""

    dependencies: ClassVar = [("quality", "0001_initial")]

    operations: ClassVar = [numbers.Sequence("FD"), numbers.Sequence("AP")]
