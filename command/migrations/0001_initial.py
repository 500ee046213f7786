from django.db import migrations, models

from core.models.whole_tables import WholeTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        WholeTables([
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('held_on', models.DateField(verbose_name='会议日期')),
                ('minutes', models.CharField(max_length=60, verbose_name='纪要文号')),
                ('measure', models.CharField(choices=[('talk', '约谈'), ('circular', '通报'), ('listed', '挂牌督办'), ('rectify', '责令限期整改'), ('none', '不采取措施')], max_length=10, verbose_name='措施')),
                ('words', models.CharField(max_length=500, verbose_name='议定内容')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='完成期限')),
            ],
            options={
                'verbose_name': '联席会议决定',
                'ordering': ('at', 'id'),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Heard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('heard_at', models.DateTimeField(verbose_name='听取时间')),
                ('speaker', models.CharField(help_text='姓名和职务。', max_length=60, verbose_name='陈述人')),
                ('words', models.TextField(max_length=2000, verbose_name='陈述内容')),
                ('answer', models.CharField(max_length=500, verbose_name='采纳情况和理由')),
            ],
            options={
                'verbose_name': '听取陈述',
                'ordering': ('at', 'id'),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Round',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('colour', models.CharField(choices=[('blue', '蓝色'), ('yellow', '黄色'), ('red', '红色')], max_length=6, verbose_name='颜色')),
                ('why', models.CharField(max_length=500, verbose_name='理由')),
                ('signed_on', models.DateField(verbose_name='签发日期')),
                ('reply_by', models.DateField(verbose_name='首次回复期限')),
                ('received_at', models.DateTimeField(blank=True, null=True, verbose_name='签收时间')),
                ('replied_on', models.DateField(blank=True, null=True, verbose_name='首次回复日期')),
            ],
            options={
                'verbose_name': '督办',
                'ordering': ('signed_on', 'id'),
            },
        ),
        ]),
    ]
