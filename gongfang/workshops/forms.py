"""Forms of the register."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from gongfang.accounts.models import Division

from .models import Category, HeritageLevel, WorkshopStatus
from .queries import batches


def _any(label: Any, choices: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    return [("", label), *choices]


class RegisterFilter(forms.Form):
    """What the register is narrowed to; a value that the form does not know narrows nothing."""

    search = forms.CharField(
        label=_("搜索"),
        required=False,
        max_length=60,
        widget=forms.SearchInput(attrs={"placeholder": _("名称、经营主体、地址、项目、编号")}),
    )
    county = forms.ChoiceField(label=_("县（市）"), required=False)
    category = forms.ChoiceField(
        label=_("类别"), required=False, choices=_any(_("全部类别"), list(Category.choices))
    )
    level = forms.ChoiceField(
        label=_("项目级别"), required=False, choices=_any(_("全部级别"), list(HeritageLevel.choices))
    )
    batch = forms.ChoiceField(label=_("批次"), required=False)
    status = forms.ChoiceField(
        label=_("状态"), required=False, choices=_any(_("全部状态"), list(WorkshopStatus.choices))
    )

    def __init__(self, *args: Any, county: Division | None = None, **kwargs: Any) -> None:
        """Offer the counties and batches there are; an office of `county` is offered no other."""
        super().__init__(*args, **kwargs)
        if county is not None:
            del self.fields["county"]
        else:
            counties = Division.objects.filter(level=Division.Level.COUNTY).values_list("code", "name")
            self.fields["county"].choices = _any(_("全部县（市）"), list(counties))  # type: ignore[attr-defined]
        named = [(batch, batch) for batch in batches()]
        self.fields["batch"].choices = _any(_("全部批次"), named)  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, str]:
        """Return the filters that hold a value the form knows."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class DescriptionForm(forms.Form):
    """The summary on the public page."""

    summary = forms.CharField(
        label=_("公开简介"),
        help_text=_("向社会公开。不要写入个人信息、联系电话或未经核实的经营数据。"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class PhotoForm(forms.Form):
    """A picture for the public page."""

    file = forms.FileField(
        label=_("图片"),
        help_text=_("JPEG 或 PNG。上传后重新编码，拍摄地点、时间等信息不保留。"),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png"}),
    )
    alt_text = forms.CharField(
        label=_("图片说明"),
        help_text=_("给看不见图片的人读的一句话，例如“两位绣娘在绷架前绣花毡”。"),
        max_length=120,
    )

    def clean_file(self) -> Any:
        """Refuse what is larger than any upload may be."""
        file = self.cleaned_data["file"]
        if file.size > settings.EVIDENCE_MAX_BYTES:
            raise forms.ValidationError(_("图片不得超过 20 MB。"))
        return file
