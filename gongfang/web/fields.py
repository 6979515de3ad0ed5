"""Choices among rows that also survive a key no database can hold."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError


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
