"""Forms of requests, of their approval, and of the account that acts for a workshop."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gongfang.accounts.identifiers import (
    credit_code_problem,
    id_number_problem,
    normalise_credit_code,
    normalise_id_number,
    normalise_login,
)
from gongfang.accounts.models import Role
from gongfang.accounts.queries import user_by_login
from gongfang.cases.forms import StepForm
from gongfang.web.fields import FilesField
from gongfang.workshops.models import Category, HeritageLevel, OperatorKind, PlaqueStatus, Workshop

from .models import Change, Field
from .queries import registered

CHECKSUM_HELP = _("代码校验位不符、但与证照一致时，写明核对情况。")
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class OperatorForm(forms.Form):
    """Who runs a workshop. A code that fails its checksum needs a word on how it was checked."""

    operator_name = forms.CharField(label=_("经营主体名称"), max_length=120)
    operator_kind = forms.ChoiceField(label=_("经营主体类型"), choices=OperatorKind.choices)
    credit_code = forms.CharField(
        label=_("统一社会信用代码"), required=False, max_length=40, help_text=_("没有的可以不填。")
    )
    credit_code_reason = forms.CharField(
        label=_("代码核对说明"), required=False, max_length=200, help_text=CHECKSUM_HELP
    )

    def clean_credit_code(self) -> str:
        """Return the code in its normal form; only one of the wrong shape is refused."""
        code = normalise_credit_code(self.cleaned_data["credit_code"])
        if code and len(code) != 18:
            raise forms.ValidationError(credit_code_problem(code) or "")
        return code

    def clean(self) -> dict[str, Any]:
        """Ask for a reason where the checksum fails and the code is a new one."""
        super().clean()
        code = self.cleaned_data.get("credit_code", "")
        problem = credit_code_problem(code) if code and code != self.initial.get("credit_code") else None
        if problem and not self.cleaned_data.get("credit_code_reason"):
            self.add_error("credit_code", f"{problem}{_now('与证照一致的，请填写代码核对说明。')}")
        return self.cleaned_data


def _reasons() -> forms.CharField:
    return forms.CharField(
        label=_("理由"),
        help_text=_("写明为什么变更。请勿写入身份证号码、电话等个人信息。"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class EvidenceForm(forms.Form):
    """Why, and what proves it."""

    reasons = _reasons()
    files = FilesField(  # type: ignore[assignment]  # the form keeps its uploads under the same name, on itself
        label=_("佐证材料"),
        help_text=_("营业执照、转让协议、租赁合同等。PDF、JPEG、PNG、DOCX 或 XLSX，每个不超过 20 MB。"),
        required=False,
    )


class RequestForm(OperatorForm, EvidenceForm):
    """An entry of the register, filled in as it stands: whatever is written otherwise is asked to be changed."""

    name = forms.CharField(label=_("工坊名称"), max_length=120)
    town = forms.CharField(label=_("乡镇（街道）"), required=False, max_length=60)
    address = forms.CharField(label=_("详细地址"), required=False, max_length=200)
    main_business = forms.CharField(label=_("主营业务"), required=False, max_length=300)
    responsible_name = forms.CharField(
        label=_("新负责人姓名"), required=False, max_length=60, help_text=_("不变更负责人的，两栏都留空。")
    )
    responsible_id = forms.CharField(
        label=_("新负责人身份证号码"),
        required=False,
        max_length=40,
        help_text=_("加密保存，只用于核对身份和第十条的期限；显示时遮盖。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    parts = (
        (_("工坊"), ("name", "town", "address", "main_business")),
        (_("经营主体"), ("operator_name", "operator_kind", "credit_code", "credit_code_reason")),
        (_("法人（主要负责人）"), ("responsible_name", "responsible_id")),
    )
    last_part = ("reasons", "files")

    def __init__(self, data: Any = None, files: Any = None, *, workshop: Workshop) -> None:
        operator = workshop.operator
        initial = {
            "name": workshop.name,
            "town": workshop.town,
            "address": workshop.address,
            "main_business": workshop.main_business,
            "operator_name": operator.name,
            "operator_kind": operator.kind,
            "credit_code": operator.credit_code,
        }
        super().__init__(data, files, initial=initial)

    def grouped(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Return the fields under their headings, without reasons and files, which come last."""
        return [(label, [self[name] for name in names]) for label, names in self.parts]

    def last(self) -> list[forms.BoundField]:
        """Return reasons and files."""
        return [self[name] for name in self.last_part]

    def clean_responsible_id(self) -> str:
        """Return the number in its normal form.

        :raises ValidationError: when it is none.
        """
        number = self.cleaned_data["responsible_id"]
        if number and (problem := id_number_problem(number)):
            raise forms.ValidationError(problem)
        return normalise_id_number(number)

    def clean(self) -> dict[str, Any]:
        """Ask for both name and number of a new responsible person."""
        super().clean()
        given = self.cleaned_data
        both = ("responsible_name", "responsible_id")
        if any(given.get(name) for name in both):
            for name in both:
                if name in given and not given[name]:
                    self.add_error(name, _now("变更负责人须同时填写姓名和身份证号码。"))
        return given

    @property
    def wanted(self) -> dict[str, Any]:
        """Return the fields as the service takes them."""
        given = self.cleaned_data
        same = ("reasons", "files", "responsible_name", "responsible_id", "credit_code_reason")
        return {
            **{name: given[name] for name in same},
            Field.NAME.value: given["name"],
            Field.MAIN_BUSINESS.value: given["main_business"],
            Field.PLACE.value: {"town": given["town"], "address": given["address"]},
            Field.OPERATOR.value: {
                "name": given["operator_name"],
                "kind": given["operator_kind"],
                "credit_code": given["credit_code"],
            },
        }


class ItemForm(forms.Form):
    """One thing a workshop relies on; a row without a name is none."""

    name = forms.CharField(label=_("项目名称"), required=False, max_length=80)
    category = forms.ChoiceField(label=_("类别"), choices=Category.choices, initial=Category.CRAFTS)
    level = forms.ChoiceField(
        label=_("级别"),
        required=False,
        choices=[("", _("传统手工艺（未列入名录）")), *HeritageLevel.choices],
    )


ItemFormSet = forms.formset_factory(ItemForm, extra=1, max_num=12, validate_max=True)


def items_formset(workshop: Workshop | None, data: Any = None) -> Any:
    """Return the items of an entry, and an empty row, as forms."""
    said = registered(workshop)[Field.ITEMS.value] if workshop else []
    return ItemFormSet(data, initial=said, prefix="items")


def items_of(formset: Any) -> list[dict[str, str]]:
    """Return the rows that name something, each once."""
    rows = [form.cleaned_data for form in formset.forms if form.cleaned_data.get("name", "").strip()]
    named = {(row["name"].strip(), row["level"]): row for row in rows}
    return [{"name": name, "category": row["category"], "level": level} for (name, level), row in named.items()]


class SurrenderForm(EvidenceForm):
    """Giving the recognition up."""

    is_sure = forms.BooleanField(label=_("我知道：确认后认定资格终止，牌匾须交回，恢复须重新申报"))
    field_order = ["reasons", "files", "is_sure"]

    @property
    def wanted(self) -> dict[str, Any]:
        """Return the fields as the service takes them."""
        return {"reasons": self.cleaned_data["reasons"], "files": self.cleaned_data["files"], "surrender": True}


class ApproveForm(StepForm):
    """The prefecture's confirmation. Where a recognition is given up, what became of the plaque belongs to it."""

    takes_case = True

    document_number = forms.CharField(
        label=_("文号"), required=False, max_length=60, help_text=_("发文确认的填写；没有发文的可以不填。")
    )
    plaque_end = forms.ChoiceField(
        label=_("牌匾"),
        choices=[(PlaqueStatus.RECOVERED.value, _("已交回")), (PlaqueStatus.VOID.value, _("声明作废"))],
        widget=forms.RadioSelect,
    )
    plaque_ended_on = forms.DateField(label=_("交回或作废日期"), widget=DAY)
    plaque_reason = forms.CharField(
        label=_("作废的原因"), required=False, max_length=300, help_text=_("声明作废的必须填写，例如遗失、损毁。")
    )

    def __init__(self, *args: Any, case: Change, **kwargs: Any) -> None:
        """Ask for the plaque only where there is one to give back."""
        super().__init__(*args, **kwargs)
        is_surrender = case.changed.filter(field=Field.SURRENDER).exists()
        if not (is_surrender and case.workshop.plaques.filter(status=PlaqueStatus.ACTIVE).exists()):
            for name in ("plaque_end", "plaque_ended_on", "plaque_reason"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Ask why a plaque is void."""
        super().clean()
        if self.cleaned_data.get("plaque_end") == PlaqueStatus.VOID and not self.cleaned_data.get("plaque_reason"):
            self.add_error("plaque_reason", _now("声明作废须写明原因。"))
        return self.cleaned_data


class AssignForm(forms.Form):
    """The account that acts for a workshop, found by its login, which is kept nowhere."""

    login = forms.CharField(
        label=_("申报账号"),
        help_text=_("对方登录用的手机号码、电子邮箱或账号名。只用来查找，不写入记录。"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    reason = forms.CharField(
        label=_("依据"),
        help_text=_("例如：凭工坊盖章的委托书，已核对身份。请勿写入账号或个人信息。"),
        max_length=200,
    )

    def clean_login(self) -> Any:
        """Return the account.

        :raises ValidationError: when there is no applicant's account of that login.
        """
        found = user_by_login(normalise_login(self.cleaned_data["login"]))
        if found is None or found.role != Role.APPLICANT or not found.is_active:
            raise forms.ValidationError(_now("没有这样的申报账号，请核对；对方可以先在门户注册。"))
        return found


class WithdrawForm(forms.Form):
    """Why an entry leaves a county's register."""

    reasons = forms.CharField(label=_("撤回原因"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class EntryForm(OperatorForm):
    """One entry of a county's own register (article 3(二))."""

    name = forms.CharField(label=_("工坊名称"), max_length=120)
    town = forms.CharField(label=_("乡镇（街道）"), required=False, max_length=60)
    address = forms.CharField(label=_("详细地址"), required=False, max_length=200)
    main_business = forms.CharField(label=_("主营业务"), required=False, max_length=300)
    document_number = forms.CharField(label=_("县（市）级认定文号"), max_length=60)
    on = forms.DateField(label=_("县（市）级认定日期"), widget=DAY)

    field_order = [
        "name",
        "operator_name",
        "operator_kind",
        "credit_code",
        "credit_code_reason",
        "town",
        "address",
        "main_business",
        "document_number",
        "on",
    ]

    @staticmethod
    def said_by(entry: Workshop) -> dict[str, Any]:
        """Return what the form starts from for an entry that exists."""
        return {
            "name": entry.name,
            "operator_name": entry.operator.name,
            "operator_kind": entry.operator.kind,
            "credit_code": entry.operator.credit_code,
            "town": entry.town,
            "address": entry.address,
            "main_business": entry.main_business,
            "document_number": entry.county_document_number,
            "on": entry.county_recognised_on,
        }

    @property
    def fields_of_entry(self) -> dict[str, Any]:
        """Return the fields as the service takes them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "credit_code_reason"}


class UploadForm(forms.Form):
    """A county's list, and the document it rests on where the rows do not say."""

    file = forms.FileField(
        label=_("按模板填写的名单（.xlsx）"), widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"})
    )
    document_number = forms.CharField(
        label=_("整份名单的认定文号"),
        required=False,
        max_length=60,
        help_text=_("表中没有写文号、日期的行，用这里填的。"),
    )
    on = forms.DateField(label=_("整份名单的认定日期"), required=False, widget=DAY)
