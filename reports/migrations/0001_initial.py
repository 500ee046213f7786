import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from core.models.whole_tables import WholeTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        WholeTables([
        migrations.CreateModel(
            name='MonthlyReport',
            fields=[
                ('matter_ptr', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, related_name='+', serialize=False, to='core.matter')),
                ('month', models.DateField(help_text='its first day', unique=True, verbose_name='统计月份')),
                ('facts', models.JSONField(help_text='reports.monthly.frozen', verbose_name='数字')),
                ('words', models.JSONField(help_text='the text of each section (reports.narrative.SECTIONS)', verbose_name='文字')),
                ('counted_at', models.DateTimeField(verbose_name='统计时间')),
                ('signed_by', models.CharField(blank=True, max_length=60, verbose_name='签发')),
                ('signed_at', models.DateTimeField(blank=True, null=True, verbose_name='签发时间')),
                ('issued_at', models.DateTimeField(blank=True, null=True, verbose_name='印发时间')),
                ('checker', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='审核')),
                ('drafter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='编制')),
            ],
            options={
                'verbose_name': '月报',
                'verbose_name_plural': '月报',
                'constraints': [models.CheckConstraint(condition=models.Q(('month__day', 1)), name='a_report_s_month_begins_on_its_first_day'), models.CheckConstraint(condition=models.Q(('issued_at', None), ('signed_at__isnull', False), _connector='OR'), name='a_report_is_issued_after_it_was_signed')],
            },
            bases=('core.matter',),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='monthlyreport',
            trigger=pgtrigger.compiler.Trigger(name='signed_numbers_stay', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."signed_at" IS NOT NULL AND OLD."signed_at" IS NOT NULL)', func='RAISE EXCEPTION \'pgtrigger: Cannot update of "facts", "words", "month", "counted_at", "signed_by" rows from % table\', TG_TABLE_NAME;', hash='e3ac7c526ea0afcf2186188312d43fc695acbb97', operation='UPDATE OF "facts", "words", "month", "counted_at", "signed_by"', pgid='pgtrigger_signed_numbers_stay_2cd16', table='reports_monthlyreport', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='monthlyreport',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='ce710e3b9d6eca25d12e496b9bbf0f69c031e450', operation='DELETE', pgid='pgtrigger_kept_19471', table='reports_monthlyreport', when='BEFORE')),
        ),
        ]),
    ]
