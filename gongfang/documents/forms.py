"""The words of a document, and how its register is narrowed."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongfang.accounts.models import User

from . import certificates, queries
from .content import Content
from .kinds import kinds
from .queries import Chosen

LONGEST = 20_000
TITLE_LONGEST = 200


class ContentForm(forms.Form):
    """The title and each block of words; tables hold facts and are not here."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, content: Content, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"] = forms.CharField(label=_("标题"), max_length=TITLE_LONGEST, initial=content.title)
        several = len(content.texts) > 1
        for place, text in enumerate(content.texts):
            self.fields[f"text_{place}"] = forms.CharField(
                label=_("正文（第 %(place)s 段文字）") % {"place": place + 1} if several else _("正文"),
                help_text=_("每行一个自然段。以“一、”“（一）”开头的短行排作标题。") if place == 0 else "",
                initial=text,
                required=False,
                max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": min(24, max(4, text.count("\n") * 2 + 3))}),
            )

    def texts(self) -> list[str]:
        """Return the words of the blocks in their order."""
        names = sorted((name for name in self.fields if name.startswith("text_")), key=lambda n: int(n[5:]))
        return [self.cleaned_data[name] for name in names]


class RegisterFilter(forms.Form):
    """The year, kind, office and state of a register."""

    year = forms.TypedChoiceField(label=_("年度"), required=False, coerce=int, empty_value=None)
    kind = forms.ChoiceField(label=_("文书种类"), required=False)
    office = forms.TypedChoiceField(label=_("制发单位"), required=False, coerce=int, empty_value=None)
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("已制发")), ("draft", _("拟稿"))])

    def __init__(self, *args: Any, user: User, chooses_office: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("year", [(year, year) for year in queries.years(user)])
        self._offer("kind", [(kind.name, kind.label) for kind in kinds()])
        if chooses_office:
            self._offer("office", [(office.pk, office.name) for office in queries.issuing_offices()])
            del self.fields["state"]
        else:
            del self.fields["office"]

    def _offer(self, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("全部")), *choices]

    def chosen(self) -> Chosen:
        """Return what was chosen; what cannot be understood narrows nothing."""
        self.is_valid()
        given = self.cleaned_data
        return Chosen(
            year=given.get("year"),
            kind=given.get("kind", ""),
            office=given.get("office"),
            is_draft=given.get("state") == "draft",
        )


class CertificateForm(forms.Form):
    """The text of a certificate's QR code."""

    text = forms.CharField(
        label=_("校验文字"),
        help_text=_("扫描证书上的二维码，把得到的全部文字粘贴到这里。"),
        max_length=certificates.LONGEST,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
    )
