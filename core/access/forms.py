"""Why somebody wants to see what is masked or sealed."""

from django import forms

from core.values.form_base import Form, says_why


class LookForm(Form):
    """Why the full view: asked every time, kept for the auditor."""

    reason = forms.CharField(
        label="查看理由",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        validators=[says_why],
        help_text="例如：电话回访；核对身份。谁在什么时候为什么看过，都有记录。",
        error_messages={"required": "请写明为什么要看。"},
    )
