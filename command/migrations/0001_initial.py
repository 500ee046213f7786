from django.db import migrations, models

from core.models.whole_tables import WholeTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        WholeTables([
        migrations.CreateModel(
            name='AgendaItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='序号')),
                ('source', models.CharField(choices=[('left', '上次议定事项'), ('overdue', '逾期'), ('hard', '挂牌、督办'), ('repeated', '重复反映'), ('added', '另加')], max_length=8, verbose_name='来源')),
                ('words', models.CharField(max_length=300, verbose_name='议题')),
                ('dropped', models.CharField(blank=True, max_length=200, verbose_name='不议的理由')),
            ],
            options={
                'verbose_name': '议题',
                'ordering': ('number',),
            },
        ),
        migrations.CreateModel(
            name='Call',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('reached', models.BooleanField(verbose_name='打通了')),
                ('words', models.CharField(blank=True, max_length=100, verbose_name='谁接的、怎么说')),
            ],
            options={
                'verbose_name': '电话告知',
                'verbose_name_plural': '电话告知',
                'ordering': ('at', 'id'),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Called',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('present', models.BooleanField(null=True, verbose_name='到会')),
            ],
            options={
                'verbose_name': '参会单位',
                'ordering': ('unit__code',),
            },
        ),
        ]),
    ]
