"""What an export asks: the format, and why."""

from django import forms

from core.models import Export
from core.values.form_base import Form, radio, says_why


class ExportForm(Form):
    """Rows of people leave the house: asked every time, kept for the auditor."""

    format = radio(
        "格式",
        Export.Format.choices,
        initial=Export.Format.EXCEL,
        error_messages={"required": "请选一种格式。", "invalid_choice": "请选一种格式。"},
    )
    reason = forms.CharField(
        label="导出理由",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        validators=[says_why],
        help_text="例如：月度例会用；县里要报的逾期清单。谁在什么时候为什么导出，都有记录，也写在文件里。",
        error_messages={"required": "请写明为什么要导出。"},
    )
