import django.contrib.admin.models
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    """Apart from the first, because Django's log, whose table this is, needs the accounts of the first."""

    dependencies = [
        ('admin', '0003_logentry_add_action_flag_choices'),
        ('core', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Administration',
            fields=[
            ],
            options={
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('admin.logentry',),
            managers=[
                ('objects', django.contrib.admin.models.LogEntryManager()),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='administration',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e4853cdf5656f8bc83e4f24f4a11651531f5fefa', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_080c5', table='django_admin_log', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='administration',
            trigger=pgtrigger.compiler.Trigger(name='not_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'append-only: % is not emptied', TG_TABLE_NAME;", hash='cdaa3b72f6133cc774fd879319bc3d33927d4327', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_not_emptied_fb0fd', table='django_admin_log', when='BEFORE')),
        ),
    ]
