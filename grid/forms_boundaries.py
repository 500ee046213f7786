"""What bringing in outlines asks: the file with its coordinates, or what was drawn, and from which day it holds."""

from typing import Any

from django import forms

from core.values.form_base import Form, ModelForm, choice, day_input
from grid.boundaries import LARGEST, TOO_LARGE
from grid.models import BoundaryFile


class Since(ModelForm):
    """From which day, and who decided it."""

    class Meta:
        model = BoundaryFile
        fields = ("since", "basis")
        widgets = {"since": day_input()}


class UploadForm(Since):
    """A GeoJSON file."""

    file = forms.FileField(
        label="文件",
        widget=forms.FileInput(attrs={"accept": ".geojson,.json"}),
        help_text="GeoJSON，至多 20 MB、两千个区域，一个区域至多一万个点。每个区域写明“编码”或者“名称”。",
        error_messages={"required": "请选择文件。", "empty": "这是空文件，请重新选择。"},
    )
    system = choice(
        "文件的坐标系",
        BoundaryFile.System.choices,
        help_text="问给文件的人；GCJ-02 的自动换算。选错了，边界会偏几百米。",
    )
    field_order = ("file", "system", "since", "basis")

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(TOO_LARGE)
        return file


class DrawForm(Since):
    """What was drawn on the map, as GeoJSON."""

    shape = forms.CharField(
        label="边界",
        max_length=600_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请先在图上画出边界。"},
    )
    field_order = ("shape", "since", "basis")


class Above(Form):
    """Whose outlines a map shows."""

    above = forms.IntegerField(min_value=1, max_value=2**31 - 1, required=False)
    file = forms.IntegerField(min_value=1, max_value=2**31 - 1, required=False)
    on = forms.DateField(required=False)
