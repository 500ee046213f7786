import django.contrib.postgres.fields
import django.core.validators
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
        migrations.CreateModel(
            name='Campaign',
            fields=[
                ('matter_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='core.matter')),
                ('aim', models.TextField(max_length=2000, verbose_name='目的和做法')),
                ('last', models.DateField(verbose_name='截止日期')),
                ('target', models.PositiveSmallIntegerField(blank=True, help_text='打算依法办结多少件；只计数，不因此办结任何一件。不定目标的空着。', null=True, verbose_name='目标件数')),
                ('approved_on', models.DateField(blank=True, null=True, verbose_name='启动日期')),
                ('approved_by', models.CharField(blank=True, max_length=60, verbose_name='批准人')),
                ('summary', models.TextField(blank=True, help_text='写做法、成效、没有办完的怎么办。数字系统自己列入。', max_length=5000, verbose_name='总结')),
                ('figures', models.JSONField(blank=True, help_text='as they stood when it was summed up (command.campaigns.board)', null=True)),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='总结日期')),
            ],
            options={
                'verbose_name': '专项行动',
                'verbose_name_plural': '专项行动',
            },
            bases=('core.matter',),
        ),
        migrations.CreateModel(
            name='QualityReview',
            fields=[
                ('matter_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='core.matter')),
                ('about_kind', models.CharField(max_length=20, verbose_name='种类')),
                ('first', models.DateField(verbose_name='办结起始日期')),
                ('last', models.DateField(verbose_name='办结截止日期')),
                ('rule', models.CharField(choices=[('every', '每隔几件抽一件'), ('unsatisfied', '群众不满意的全部评查')], default='every', max_length=12, verbose_name='抽样办法')),
                ('every', models.PositiveSmallIntegerField(default=10, help_text='按登记号排列，从第几件起，每几件抽一件。', verbose_name='每几件抽一件')),
                ('total', models.PositiveIntegerField(default=0, verbose_name='其中办结件数')),
                ('ordered_on', models.DateField(blank=True, null=True, verbose_name='责令整改日期')),
                ('ordered_by', models.CharField(blank=True, max_length=60, verbose_name='责令人')),
                ('done_on', models.DateField(blank=True, null=True, verbose_name='办结日期')),
            ],
            options={
                'verbose_name': '案件质量评查',
                'verbose_name_plural': '案件质量评查',
            },
            bases=('core.matter',),
        ),
        migrations.AddField(
            model_name='agendaitem',
            name='about',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.matter', verbose_name='事项'),
        ),
        migrations.AddField(
            model_name='agendaitem',
            name='task',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.task'),
        ),
        migrations.AddField(
            model_name='agendaitem',
            name='unit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit', verbose_name='汇报单位'),
        ),
        migrations.AddField(
            model_name='call',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='记录人'),
        ),
        migrations.AddField(
            model_name='call',
            name='notice',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calls', to='core.notice', verbose_name='通知'),
        ),
        migrations.AddField(
            model_name='called',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit', verbose_name='参会单位'),
        ),
        migrations.CreateModel(
            name='Chosen',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('out_at', models.DateTimeField(blank=True, null=True, verbose_name='移出时间')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='移出理由')),
                ('about', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.matter', verbose_name='事项')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='记录人')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='chosen', to='command.campaign')),
                ('unit', models.ForeignKey(help_text='whose line it counts in', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit', verbose_name='选入时的承办单位')),
            ],
            options={
                'verbose_name': '选入事项',
                'ordering': ('at', 'id'),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('matter_ptr', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, related_name='office_meeting', serialize=False, to='core.matter')),
                ('form', models.CharField(choices=[('weekly', '例会'), ('joint', '联席会议'), ('hard', '会商研判'), ('daily', '日调度'), ('monthly', '月分析')], max_length=8, verbose_name='会议')),
                ('begins_at', models.DateTimeField(verbose_name='开会时间')),
                ('place', models.CharField(max_length=60, verbose_name='地点')),
                ('called_on', models.DateField(blank=True, null=True, verbose_name='通知日期')),
                ('absence', models.CharField(blank=True, help_text='谁请假、谁没有来、为什么；都到了的不填。', max_length=300, verbose_name='请假、缺席说明')),
                ('others', models.CharField(blank=True, help_text='姓名和单位。', max_length=300, verbose_name='列席')),
                ('minutes', models.TextField(blank=True, help_text='写议了什么、各是什么意见。议定事项系统自己列入，不用再写。', max_length=5000, verbose_name='会议情况')),
                ('signed_on', models.DateField(blank=True, null=True, verbose_name='签发日期')),
                ('signed_by', models.CharField(blank=True, max_length=60, verbose_name='签发人')),
                ('chair', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='主持人')),
                ('convener', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='召集人')),
            ],
            options={
                'verbose_name': '会议',
                'verbose_name_plural': '会议',
            },
            bases=('core.matter',),
        ),
        migrations.AddField(
            model_name='called',
            name='matter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='called', to='command.meeting'),
        ),
        migrations.AddField(
            model_name='agendaitem',
            name='matter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agenda', to='command.meeting'),
        ),
        migrations.CreateModel(
            name='Resolution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('what', models.CharField(max_length=300, verbose_name='议定内容')),
                ('due_on', models.DateField(verbose_name='完成期限')),
                ('struck_at', models.DateTimeField(blank=True, help_text='taken out again before the minutes were signed', null=True)),
                ('number', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='记录人')),
                ('item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='resolutions', to='command.agendaitem', verbose_name='议题')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='resolutions', to='command.meeting')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit', verbose_name='责任单位')),
            ],
            options={
                'verbose_name': '议定事项',
                'ordering': ('at', 'id'),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Sampled',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveIntegerField(verbose_name='序号')),
                ('faults', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('accepted', '没有按时受理、告知'), ('term', '超过期限没有办理延期'), ('way', '途径、程序不对'), ('facts', '事实没有查清，没有证据'), ('answer', '答复没有回应诉求，或者没有依据'), ('remedy', '没有告知救济途径'), ('served', '文书没有送达，或者没有送达证明'), ('carried', '答应的事没有落实'), ('file', '卷宗缺材料'), ('rating', '群众两次不满意，没有说明原因')], max_length=10), blank=True, default=list, size=None, verbose_name='问题')),
                ('words', models.CharField(blank=True, help_text='写缺什么、哪一步不对；没有问题的写没有问题。', max_length=500, verbose_name='评查意见')),
                ('checked_at', models.DateTimeField(blank=True, null=True, verbose_name='评查时间')),
                ('about', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.matter', verbose_name='事项')),
                ('checked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='评查人')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sample', to='command.qualityreview')),
                ('unit', models.ForeignKey(blank=True, help_text='有问题的，由它整改。', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit', verbose_name='责任单位')),
            ],
            options={
                'verbose_name': '评查件',
                'ordering': ('place',),
            },
        ),
        migrations.CreateModel(
            name='SituationReport',
            fields=[
                ('matter_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='core.matter')),
                ('first', models.DateField(verbose_name='起始日期')),
                ('last', models.DateField(verbose_name='截止日期')),
                ('overall', models.TextField(max_length=3000, verbose_name='总体情况')),
                ('major', models.TextField(help_text='只写编号、地点和承办单位，不写姓名；封闭的事项不写。', max_length=3000, verbose_name='重点事项')),
                ('supervised', models.TextField(blank=True, max_length=3000, verbose_name='督办和会议')),
                ('ahead', models.TextField(blank=True, max_length=3000, verbose_name='下一步打算和需要上级协调的')),
                ('signed_on', models.DateField(blank=True, null=True, verbose_name='签发日期')),
                ('signed_by', models.CharField(blank=True, max_length=60, verbose_name='签发人')),
                ('body', models.ForeignKey(blank=True, help_text="none: a village's, for the town", null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.outsidebody', verbose_name='报送单位')),
                ('drafter', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='起草人')),
            ],
            options={
                'verbose_name': '情况报告',
                'verbose_name_plural': '情况报告',
            },
            bases=('core.matter',),
        ),
        migrations.CreateModel(
            name='Stationed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('way', models.CharField(choices=[('standing', '常驻'), ('rotating', '轮驻'), ('on_call', '随叫随到')], max_length=8, verbose_name='进驻方式')),
                ('weekdays', models.CharField(blank=True, help_text='轮驻的写星期几，例如“一三五”；常驻、随叫随到的空着。', max_length=7, validators=[django.core.validators.RegexValidator('^[一二三四五六日]+$', '写成“一三五”这样。')], verbose_name='轮驻日')),
                ('phone', models.CharField(blank=True, help_text='空着的用单位电话。', max_length=20, verbose_name='联系电话')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='停用日期')),
                ('unit', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit', verbose_name='单位')),
            ],
            options={
                'verbose_name': '进驻单位',
                'verbose_name_plural': '进驻单位',
                'ordering': ('unit__code',),
            },
        ),
        migrations.CreateModel(
            name='Supervision',
            fields=[
                ('matter_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='core.matter')),
                ('form', models.CharField(choices=[('order', '督办通知单'), ('reminder', '提示函'), ('advice', '建议函'), ('warning', '预警函')], max_length=10, verbose_name='文种')),
                ('trigger', models.CharField(choices=[('not_accepted', '应受理未受理'), ('not_handled', '应办理未办理'), ('unlawful', '不依法办理'), ('displeased', '群众不满意'), ('risk', '可能激化')], max_length=14, verbose_name='情形')),
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
                ('signed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='签发人')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rounds', to='command.supervision')),
            ],
            options={
                'verbose_name': '督办',
                'ordering': ('signed_on', 'id'),
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
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='记录人')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='heard', to='command.supervision')),
            ],
            options={
                'verbose_name': '听取陈述',
                'ordering': ('at', 'id'),
                'abstract': False,
            },
        ),
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
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='记录人')),
                ('meeting', models.ForeignKey(blank=True, help_text='在本系统召开的，选上就不用填日期和文号。', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='command.meeting', verbose_name='联席会议')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='command.supervision')),
            ],
            options={
                'verbose_name': '联席会议决定',
                'ordering': ('at', 'id'),
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='call',
            constraint=models.UniqueConstraint(condition=models.Q(('reached', True)), fields=('notice',), name='a_person_is_reached_once_about_a_notice'),
        ),
        migrations.AddConstraint(
            model_name='chosen',
            constraint=models.UniqueConstraint(fields=('matter', 'about'), name='a_matter_is_chosen_once', violation_error_message='这件事项已经选入过。'),
        ),
        migrations.AddConstraint(
            model_name='called',
            constraint=models.UniqueConstraint(fields=('matter', 'unit'), name='a_unit_is_called_once', violation_error_message='这个单位已经通知过。'),
        ),
        migrations.AddConstraint(
            model_name='agendaitem',
            constraint=models.UniqueConstraint(fields=('matter', 'number'), name='a_line_of_an_agenda_has_its_own_number'),
        ),
        migrations.AddConstraint(
            model_name='sampled',
            constraint=models.UniqueConstraint(fields=('matter', 'about'), name='a_file_is_drawn_once'),
        ),
        migrations.AddConstraint(
            model_name='stationed',
            constraint=models.CheckConstraint(condition=models.Q(('way', 'rotating'), ('weekdays', ''), _connector='XOR'), name='a_rotating_unit_has_its_days', violation_error_message='轮驻的写星期几，其他的不写。'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.UniqueConstraint(fields=('matter', 'colour'), name='a_colour_is_signed_once', violation_error_message='这一颜色的督办已经签发。'),
        ),
        ]),
    ]
