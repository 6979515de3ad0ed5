"""Choices among rows that also survive a key no database can hold; several files at once."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

MAX_FILES = 10


class RowChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One row. A number too large for the database is a wrong choice like any other, not an error of ours."""

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except OverflowError:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice") from None


class RowChoices(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several rows, with the same care."""

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except OverflowError:
            words = self.error_messages["invalid_choice"] % {"value": "…"}
            raise ValidationError(words, code="invalid_choice") from None


class ManyFiles(forms.ClearableFileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; what is in them is checked when they are stored."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list["UploadedFile[Any]"]:
        """Return the files, none being an empty list."""
        files = data if isinstance(data, (list, tuple)) else [data] if data else []
        if len(files) > MAX_FILES:
            raise forms.ValidationError(_("一次最多上传 %(number)s 个文件。") % {"number": MAX_FILES})
        return [super(FilesField, self).clean(file, initial) for file in files]
