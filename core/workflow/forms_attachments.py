"""Forms for adding files to a matter and withdrawing them."""

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from core.documents.file_field import MOST, FilesField
from core.documents.uploads import LARGEST, CheckedFile, clean_name, refuse_secrecy_mark
from core.values.form_base import Form, long_text, short_text


class AttachForm(Form):
    """上传材料: files, and what they are where their names do not say it."""

    file = FilesField(
        label="文件",
        help_text=f"PDF、图片、文档、表格、录音录像，每个 {LARGEST // 1024**2} MB 以内，一次最多 {MOST} 个。",
        error_messages={"required": "请选择要上传的文件。"},
    )
    name = short_text("材料名称", 40, False, help_text="如 现场照片、身份证复印件；空着就用文件名。")

    item = forms.ChoiceField(label="是什么材料", help_text="归到卷内哪一项，由您选定。")
    evidence = forms.BooleanField(
        label="用来证明拍摄时间或地点",
        required=False,
        help_text="照片里的拍摄地点、时间、设备会自动去掉。勾选的，另外封存原件，查看原件要写理由。",
    )

    def __init__(self, *args: Any, items: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        """`items`: what it may be (Dossier.choices); not asked where the procedure has no such list."""
        super().__init__(*args, **kwargs)
        if items:
            self.fields["item"].choices = [("", "请选择"), *items]  # type: ignore[attr-defined]
            self.order_fields(["file", "item", "name"])
        else:
            del self.fields["item"]

    def clean_name(self) -> str:
        text = str(self.cleaned_data["name"])
        refuse_secrecy_mark(text)
        return PurePosixPath(clean_name(text)).name if text else ""

    def named(self) -> list[tuple[UploadedFile, CheckedFile, str]]:
        """The files with the names they get: 现场照片（1）.jpg, 现场照片（2）.jpg."""
        files, name = self.cleaned_data["file"], self.cleaned_data["name"]
        if not name:
            return [(file, checked, checked.name) for file, checked in files]
        several = len(files) > 1
        return [
            (file, checked, f"{name}{f'（{number}）' if several else ''}{PurePosixPath(checked.name).suffix}")
            for number, (file, checked) in enumerate(files, 1)
        ]


class WithdrawForm(Form):
    """撤下材料: why."""

    reason = long_text(
        "理由", rows=2, limit=120, help_text="如 传错了事项、照片不清楚。文件本身和这条理由都留存。"
    )
