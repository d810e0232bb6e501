from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('promises', '0003_owed_next'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='promise',
            index=models.Index(condition=models.Q(('owner__isnull', True), ('state', 'open')), fields=['owner_role', 'due_at', 'id'], name='promise_open_by_role'),
        ),
    ]
