import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.models.whole_tables import WholeTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('command', '0001_initial'),
        ('core', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        WholeTables([
        migrations.AddField(
            model_name='decision',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='记录人'),
        ),
        migrations.AddField(
            model_name='heard',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='记录人'),
        ),
        migrations.AddField(
            model_name='round',
            name='signed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='签发人'),
        ),
        migrations.CreateModel(
            name='Supervision',
            fields=[
                ('matter_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='core.matter')),
                ('form', models.CharField(choices=[('order', '督办通知单'), ('reminder', '提示函'), ('advice', '建议函'), ('warning', '预警函')], max_length=10, verbose_name='文种')),
                ('trigger', models.CharField(choices=[('not_accepted', '应受理未受理'), ('not_handled', '应办理未办理'), ('unlawful', '不依法办理'), ('risk', '可能激化')], max_length=14, verbose_name='情形')),
                ('work', models.CharField(blank=True, help_text='只督办村（居）委会协助政府开展的工作，写明是哪一项；不填的，发提示函。', max_length=100, verbose_name='协助政府开展的工作')),
                ('reason', models.TextField(help_text='写事项哪一步没有按时、按规定办；不写人的好坏。', max_length=500, verbose_name='事由')),
                ('demand', models.TextField(max_length=500, verbose_name='办理要求')),
                ('colour', models.CharField(blank=True, choices=[('blue', '蓝色'), ('yellow', '黄色'), ('red', '红色')], max_length=6, verbose_name='颜色')),
                ('next_colour', models.CharField(blank=True, choices=[('blue', '蓝色'), ('yellow', '黄色'), ('red', '红色')], max_length=6, verbose_name='拟发颜色')),
                ('next_why', models.CharField(blank=True, max_length=500, verbose_name='拟发理由')),
                ('signed_on', models.DateField(blank=True, null=True, verbose_name='签发日期')),
                ('answer_by', models.DateField(blank=True, null=True, verbose_name='回复期限')),
                ('answer', models.CharField(blank=True, max_length=1000, verbose_name='回复内容')),
                ('answered_on', models.DateField(blank=True, null=True, verbose_name='回复日期')),
                ('leader', models.CharField(blank=True, help_text='姓名和职务。', max_length=60, verbose_name='定领导')),
                ('measures', models.TextField(blank=True, max_length=500, verbose_name='定措施')),
                ('duty', models.CharField(blank=True, help_text='具体到人，谁做什么。', max_length=200, verbose_name='定责任')),
                ('finish_by', models.DateField(blank=True, null=True, verbose_name='定时限')),
                ('report', models.CharField(blank=True, max_length=1000, verbose_name='办理结果')),
                ('listed_on', models.DateField(blank=True, help_text='the condition; whether it is listed, the joint meeting decides', null=True, verbose_name='达到挂牌条件')),
                ('struck_on', models.DateField(blank=True, null=True, verbose_name='销号日期')),
                ('desk', models.ForeignKey(help_text='signs and checks', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit', verbose_name='督办单位')),
                ('reported_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('signed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='签发人')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit', verbose_name='责任单位')),
            ],
            options={
                'verbose_name': '督办件',
                'verbose_name_plural': '督办件',
            },
            bases=('core.matter',),
        ),
        migrations.AddField(
            model_name='round',
            name='matter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rounds', to='command.supervision'),
        ),
        migrations.AddField(
            model_name='heard',
            name='matter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='heard', to='command.supervision'),
        ),
        migrations.AddField(
            model_name='decision',
            name='matter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='command.supervision'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.UniqueConstraint(fields=('matter', 'colour'), name='a_colour_is_signed_once', violation_error_message='这一颜色的督办已经签发。'),
        ),
        ]),
    ]
