from django.db import migrations, models

from core.models.whole_tables import WholeTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        WholeTables([
        migrations.CreateModel(
            name='AlarmUnit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('flag', models.CharField(choices=[('self_harm', '想不开、自伤'), ('violence', '要伤人、动手'), ('domestic_violence', '家庭暴力'), ('minor', '涉未成年人'), ('crowd', '多人聚集'), ('threat', '扬言'), ('worse', '矛盾可能激化'), ('crime', '可能引起治安、刑事案件'), ('incapable', '涉无民事行为能力人')], max_length=20, verbose_name='要紧情况')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='停用日期')),
            ],
            options={
                'verbose_name': '要紧情况告知单位',
                'verbose_name_plural': '要紧情况告知单位',
                'ordering': ('flag', 'unit'),
            },
        ),
        migrations.CreateModel(
            name='CallBack',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='回访时间')),
                ('way', models.CharField(blank=True, max_length=10, verbose_name='方式')),
                ('rating', models.CharField(choices=[('satisfied', '满意'), ('fairly', '基本满意'), ('unsatisfied', '不满意'), ('unreached', '联系不上'), ('declined', '不愿评价')], max_length=12, verbose_name='评价')),
                ('words', models.CharField(blank=True, max_length=500, verbose_name='情况')),
                ('reopened', models.BooleanField(default=False, verbose_name='重办')),
            ],
            options={
                'ordering': ('at', 'id'),
            },
        ),
        ]),
    ]
