from django.db import migrations, models

from core.models.whole_tables import WholeTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        WholeTables([
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
