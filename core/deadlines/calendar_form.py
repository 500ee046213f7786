"""The form that imports next year's working calendar."""

from django import forms

from core.deadlines.calendar_file import LARGEST
from core.values.form_base import Form, short_text


class CalendarUpload(Form):
    """The notice's number and the file; the file itself is read by core.deadlines.calendar_file."""

    source = short_text("文号", 100, help_text="放假通知的文号，如 国办发明电〔2025〕7号")
    file = forms.FileField(
        label="文件",
        help_text="CSV，表头为 日期,类型,名称；类型写 节假日、调休上班 或 休息日",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
        error_messages={"empty": "文件是空的。", "required": "请选择文件。"},
    )

    def clean_file(self) -> object:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(f"文件超过 {LARGEST // 1024} KB，不像一年的日历。")
        return file
