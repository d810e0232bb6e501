import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('customers', '0003_fields'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Handover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=16, unique=True)),
                ('customers', models.PositiveIntegerField()),
                ('opened_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('previous', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('decided_at', None)), fields=('previous',), name='a_keeper_is_handed_over_once_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Takeover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('opened_at', models.DateTimeField()),
                ('acknowledged_at', models.DateTimeField(blank=True, null=True)),
                ('contact_by', models.DateTimeField(blank=True, null=True)),
                ('contacted_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.customer')),
                ('keeper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('previous', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('contacted_at', None), ('ended_at', None)), fields=['keeper', 'opened_at'], name='takeover_waiting')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('contacted_at', None), ('ended_at', None)), fields=('customer',), name='a_customer_is_taken_over_once_at_a_time'), models.CheckConstraint(condition=models.Q(('previous', None), models.Q(('previous', models.F('keeper')), _negated=True), _connector='OR'), name='nobody_takes_over_from_himself'), models.CheckConstraint(condition=models.Q(models.Q(('acknowledged_at', None), ('contact_by', None)), models.Q(('acknowledged_at__isnull', False), ('contact_by__isnull', False)), _connector='OR'), name='a_read_brief_names_the_first_contact'), models.CheckConstraint(condition=models.Q(('contacted_at', None), ('acknowledged_at__isnull', False), _connector='OR'), name='the_brief_is_read_before_the_first_contact')],
            },
        ),
    ]
