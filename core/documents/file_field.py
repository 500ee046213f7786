"""The field that takes files: one or several, each of them checked before anything is kept."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from core.documents.uploads import ATTACHED, KINDS, CheckedFile, check_upload

MOST = 10  # files at once
ACCEPT = ",".join(extension for kind in ATTACHED for extension in KINDS[kind].extensions)


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or several files, each of them checked; all sentences about wrong ones come together."""

    widget = FilesInput(attrs={"accept": ACCEPT})

    def clean(self, data: Any, initial: Any = None) -> list[tuple[UploadedFile, CheckedFile]]:
        given = [file for file in (data or []) if file] if isinstance(data, (list, tuple)) else [data]
        if not given or given == [None]:
            if not self.required:
                return []
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(given) > MOST:
            raise forms.ValidationError(f"一次最多上传 {MOST} 个文件，请分几次。", code="many")
        checked, wrong = [], []
        for file in given:
            try:
                checked.append((file, check_upload(file)))
            except forms.ValidationError as refused:
                wrong += refused.messages
        if wrong:
            raise forms.ValidationError(wrong)
        return checked


def digests(files: list[tuple[UploadedFile, CheckedFile]]) -> list[str]:
    """What tells the files of a form from others (core.workflow.perform: the same form sent again)."""
    return [checked.digest for _, checked in files]
