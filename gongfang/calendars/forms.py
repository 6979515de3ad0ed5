"""Forms of the calendar."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gongfang.records.file_kinds import check_content, kind_named
from gongfang.records.refusals import UploadRefused
from gongfang.regulation.edition import Edition
from gongfang.regulation.time_limits import limits

from .deadlines import MAX_WORKING_DAYS
from .models import Scope
from .notice_text import NamedDay, WrongLine, days_of_text, days_of_workbook, problem_of

MAX_WORKBOOK_BYTES = 2 * 1024 * 1024
WORKING_DAYS = "working_days"


class NoticeForm(forms.Form):
    """A year's notice: typed or pasted line by line, or uploaded as a table. `cleaned_data["days"]` has all."""

    scope = forms.ChoiceField(label=_("发布机关"), choices=Scope.choices, initial=Scope.LOCAL)
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
    document_number = forms.CharField(
        label=_("文号"), max_length=80, help_text=_("如：新政办明电〔2026〕1号；计算期限时会引用")
    )
    source = forms.CharField(label=_("来源"), max_length=200, required=False, help_text=_("网址或报刊，可不填"))
    rest_days = forms.CharField(
        label=_("休息日"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("每行一天或一段，如：2026-05-27 至 2026-05-29 古尔邦节"),
    )
    extra_workdays = forms.CharField(
        label=_("调休上班日"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("每行一天，如：2026-05-31"),
    )
    workbook = forms.FileField(
        label=_("或上传表格（.xlsx）"),
        required=False,
        help_text=_("三列：日期、休息或上班、名称"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )

    def clean(self) -> dict[str, Any]:
        """Read every line; the first that cannot be read is the error."""
        cleaned = super().clean() or self.cleaned_data
        if "year" not in cleaned or self.errors:
            return cleaned
        cleaned["days"] = self._days(cleaned)
        problem = problem_of(cleaned["days"], year=cleaned["year"])
        if problem:
            raise ValidationError(problem)
        return cleaned

    def _days(self, cleaned: dict[str, Any]) -> list[NamedDay]:
        days: list[NamedDay] = []
        for name, is_rest in (("rest_days", True), ("extra_workdays", False)):
            try:
                days += days_of_text(cleaned[name], year=cleaned["year"], is_rest=is_rest)
            except WrongLine as error:
                self.add_error(name, str(error))
        try:
            days += self._uploaded(cleaned)
        except (WrongLine, UploadRefused) as error:
            self.add_error("workbook", str(error))
        if self.errors:
            raise ValidationError([])
        return days

    def _uploaded(self, cleaned: dict[str, Any]) -> list[NamedDay]:
        upload = cleaned.get("workbook")
        if upload is None:
            return []
        kind = kind_named(upload.name, declared=upload.content_type or "")
        if kind.name != "XLSX" or upload.size > MAX_WORKBOOK_BYTES:
            raise UploadRefused(str(_("请上传不超过 2 MB 的 .xlsx 表格")))
        check_content(upload.file, kind)
        upload.seek(0)
        return days_of_workbook(upload.read(), year=cleaned["year"])


class DeadlineForm(forms.Form):
    """A start and a time limit by its name, or a number of working days."""

    start = forms.DateField(
        label=_("起算日"),
        help_text=_("公示、告知或收到之日；当日是否计入依期限而定"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    limit = forms.ChoiceField(label=_("期限"))
    working_days = forms.IntegerField(label=_("工作日数"), required=False, min_value=1, max_value=MAX_WORKING_DAYS)

    def __init__(self, *args: Any, edition: Edition, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["limit"]
        assert isinstance(field, forms.ChoiceField)
        named = [(name, f"{limit.label}（{limit.clause.cite}）") for name, limit in limits(edition).items()]
        field.choices = [*named, (WORKING_DAYS, _("自定工作日数"))]

    def clean_start(self) -> date:
        """Refuse years no calendar reaches."""
        start: date = self.cleaned_data["start"]
        if not 2000 <= start.year <= 2100:
            raise ValidationError(_("年份应在 2000 到 2100 之间"))
        return start

    def clean(self) -> dict[str, Any]:
        """Ask for the number where a number is to be counted."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("limit") == WORKING_DAYS and not cleaned.get("working_days"):
            self.add_error("working_days", _("请填写工作日数"))
        return cleaned

    def asked_limit(self) -> str:
        """Return what `limit_of` reads: a name or a number."""
        chosen: str = self.cleaned_data["limit"]
        return str(self.cleaned_data["working_days"]) if chosen == WORKING_DAYS else chosen
