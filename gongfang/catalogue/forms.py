"""Forms of products, of buyers, of results, and what lists are narrowed to."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gongfang.accounts.models import Division
from gongfang.cases.forms import StepForm
from gongfang.web.fields import FilesField, ManyFiles, RowChoice, RowChoices
from gongfang.workshops.models import Category, Workshop, WorkshopItem

from . import queries
from .enquiring import Words
from .models import Availability, Outcome, Product, ProductVersion

_PRICES = 9_999_999
_PIECES = 999_999


def _any(label: Any, choices: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    return [("", label), *choices]


def counties() -> list[tuple[str, str]]:
    """Return the counties to choose from: code and name."""
    return list(Division.objects.filter(level=Division.Level.COUNTY).values_list("code", "name"))


def _number(label: Any, *, most: int, help_text: Any = "", required: bool = False) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(
        label=label, help_text=help_text, min_value=1, max_value=most, required=required, widget=widget
    )


class Filter(forms.Form):
    """What a list is narrowed to; a value that the form does not know narrows nothing."""

    def chosen(self) -> dict[str, Any]:
        """Return the filters that hold a value the form knows."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class CatalogueFilter(Filter):
    """What the public catalogue is narrowed to, and its order."""

    q = forms.CharField(
        label=_("搜索"),
        required=False,
        max_length=60,
        widget=forms.SearchInput(attrs={"placeholder": _("产品、技艺、材料、工坊")}),
    )
    category = forms.ChoiceField(
        label=_("类别"), required=False, choices=_any(_("全部类别"), list(Category.choices))
    )
    craft = forms.ChoiceField(label=_("技艺"), required=False)
    county = forms.ChoiceField(label=_("县（市）"), required=False)
    price = forms.ChoiceField(
        label=_("价格"),
        required=False,
        choices=[
            ("", _("不限价格")),
            ("to100", _("100 元以下")),
            ("to500", _("100—500 元")),
            ("to2000", _("500—2000 元")),
            ("over2000", _("2000 元以上")),
        ],
    )
    supply = forms.ChoiceField(
        label=_("供货"), required=False, choices=_any(_("现货和定做"), list(Availability.choices))
    )
    sort = forms.ChoiceField(
        label=_("排序"),
        required=False,
        choices=[("", _("最新发布")), ("cheap", _("价格从低到高")), ("dear", _("价格从高到低"))],
    )
    custom = forms.BooleanField(label=_("可以定制"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["county"].choices = _any(_("全部县（市）"), counties())  # type: ignore[attr-defined]
        named = [(craft, craft) for craft in queries.crafts()]
        self.fields["craft"].choices = _any(_("全部技艺"), named)  # type: ignore[attr-defined]


class StateFilter(Filter):
    """The state and county that an office's list is narrowed to."""

    state = forms.ChoiceField(label=_("状态"), required=False)
    county = forms.ChoiceField(label=_("县（市）"), required=False)

    def __init__(self, *args: Any, states: dict[str, str], offers_counties: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(value, _now(label)) for value, label in states.items()]
        self.fields["state"].choices = _any(_("全部状态"), offered)  # type: ignore[attr-defined]
        if offers_counties:
            self.fields["county"].choices = _any(_("全部县（市）"), counties())  # type: ignore[attr-defined]
        else:
            del self.fields["county"]


class EnterForm(forms.Form):
    """The beginning of a product: its name and what it rests on; the rest is kept as one types."""

    name = forms.CharField(
        label=_("产品名称"), max_length=60, help_text=_("买家一看就懂的名字，例如“羊角纹手工花毡”。")
    )
    item = RowChoice(
        label=_("依托的技艺或项目"), queryset=WorkshopItem.objects.none(), help_text=_("来自工坊的登记。")
    )

    def __init__(self, *args: Any, workshop: Workshop, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items = workshop.relied_on.all()
        self.fields["item"].queryset = items  # type: ignore[attr-defined]
        self.fields["item"].initial = items.first()


class ProductForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a product's page says. Nothing is forced here: what is missing is said when it is handed in."""

    availability = forms.ChoiceField(
        label=_("供货方式"), choices=Availability.choices, required=False, widget=forms.RadioSelect
    )

    class Meta:
        model = ProductVersion
        fields = (
            "name",
            "materials",
            "size",
            "price_from",
            "price_to",
            "availability",
            "lead_days",
            "is_customisable",
            "monthly_capacity",
            "unit",
            "story",
            "care",
        )
        widgets = {
            "materials": forms.TextInput(attrs={"placeholder": _("例如：本地绵羊毛、植物染料")}),
            "size": forms.TextInput(attrs={"placeholder": _("例如：长 120 厘米，宽 80 厘米")}),
            "story": forms.Textarea(attrs={"rows": 6}),
            "care": forms.Textarea(attrs={"rows": 3}),
            **{
                name: forms.NumberInput(attrs={"inputmode": "numeric", "min": 1})
                for name in ("price_from", "price_to", "lead_days", "monthly_capacity")
            },
        }
        help_texts = {
            "price_to": _("只有一个价的，两处填同一个数。"),
            "lead_days": _("接受定做的填写：从下单到做好要几天。"),
            "story": _("怎样做、谁在做、有什么讲究。向社会公开，请勿写入电话和他人的个人信息。"),
        }

    def clean(self) -> dict[str, Any]:
        """Refuse a range that runs backwards, both ends of it: neither is kept then."""
        super().clean()
        data = self.cleaned_data
        low, high = data.get("price_from"), data.get("price_to")
        if low is not None and high is not None and high < low:
            self.add_error("price_from", _now("最低价不得高于最高价。"))
            self.add_error("price_to", _now("最高价不得低于最低价。"))
        for name in ("price_from", "price_to", "lead_days", "monthly_capacity"):
            if (value := self.cleaned_data.get(name)) is not None and not 1 <= value <= _PRICES:
                self.add_error(name, _now("请填写 1 到 %(most)s 之间的整数。") % {"most": _PRICES})
        if (self.cleaned_data.get("lead_days") or 0) > 365:
            self.add_error("lead_days", _now("最多 365 天。"))
        return self.cleaned_data

    def kept(self) -> dict[str, Any]:
        """Return what was filled in well enough to be kept; a product never loses its name."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if name != "name" or value}


class PhotosForm(forms.Form):
    """Photographs of a product."""

    photos = FilesField(
        label=_("照片"),
        help_text=_("可以直接拍照，一次可选多张；JPEG 或 PNG。拍摄地点、时间等信息不保留。"),
        widget=ManyFiles(attrs={"accept": "image/jpeg,image/png"}),
    )
    alt_text = forms.CharField(
        label=_("照片说明"),
        help_text=_("给看不见图片的人读的一句话；不填的用产品名称。"),
        required=False,
        max_length=120,
    )

    def clean_photos(self) -> Any:
        """Refuse what is larger than any upload may be."""
        files = self.cleaned_data["photos"]
        if any(file.size > settings.EVIDENCE_MAX_BYTES for file in files):
            raise forms.ValidationError(_now("图片不得超过 20 MB。"))
        return files


class BuyerForm(forms.Form):
    """Who asks, how he is reached, and his consent that the workshop may know."""

    name = forms.CharField(
        label=_("怎么称呼您"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    organisation = forms.CharField(
        label=_("单位（企业采购的填写）"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    contact = forms.CharField(
        label=_("联系方式"), help_text=_("手机号码或电子邮箱，只有工坊和地区文旅部门能看到。"), max_length=100
    )
    quantity = _number(_("大概数量"), most=_PIECES)
    message = forms.CharField(
        label=_("想问什么"), min_length=4, max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
    )
    consent = forms.BooleanField(
        label=_("我同意把以上内容提供给所询的工坊和地区文旅部门，只用于答复和对接"),
        error_messages={"required": _("没有您的同意，我们不能把联系方式转给工坊。")},
    )

    field_order = ["products", "category", "message", "quantity", "needed_by", "name", "organisation", "contact"]

    @property
    def words(self) -> Words:
        """Return what the buyer says, as the services take it."""
        names = ("name", "organisation", "contact", "message")
        return Words(**{name: self.cleaned_data[name] for name in names})


class EnquiryForm(BuyerForm):
    """An enquiry about products of one workshop: the one looked at, and others of it."""

    products = RowChoices(
        label=_("询问的产品"), queryset=Product.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, product: Product, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["products"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = queries.of_workshop(product.workshop)
        field.initial = [product.pk]
        field.label_from_instance = _name_of  # type: ignore[method-assign, assignment]


def _name_of(product: Product) -> str:
    return product.shown.name if product.shown else product.title


class DemandForm(BuyerForm):
    """A demand of somebody who has not chosen a product."""

    category = forms.ChoiceField(
        label=_("想要哪一类"), required=False, choices=_any(_("还没想好"), list(Category.choices))
    )
    needed_by = forms.DateField(
        label=_("希望到货"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["message"].label = _("采购需求")
        self.fields["message"].help_text = _("写明用途、样式、预算和交货地点，地区文旅部门据此对接工坊。")


class FollowForm(forms.Form):
    """What is on the receipt."""

    number = forms.CharField(
        label=_("编号"),
        max_length=20,
        widget=forms.TextInput(attrs={"placeholder": "XJ2026-0001", "autocomplete": "off"}),
    )
    code = forms.CharField(
        label=_("查询码"),
        max_length=60,
        help_text=_("回执上的 28 位字母和数字，不分大小写，可以不输连字符。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class AnswerForm(StepForm):
    """What a workshop answers a buyer."""

    reply = forms.CharField(
        label=_("答复内容"),
        help_text=_("买方凭回执在门户上阅读。写明价格、能否供货和多久能做好；需要时留下工坊的联系方式。"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class OrderForm(StepForm):
    """What an enquiry has led to."""

    amount = forms.DecimalField(label=_("成交金额（元）"), min_value=0, max_digits=12, decimal_places=2)
    quantity = _number(_("成交数量"), most=_PIECES, required=True)
    ordered_on = forms.DateField(
        label=_("下单日期"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )


class CloseForm(StepForm):
    """Why nothing came of an enquiry."""

    outcome = forms.ChoiceField(label=_("关闭原因"), widget=forms.RadioSelect)
    reasons = forms.CharField(label=_("理由"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said_by_people = [each for each in Outcome if each not in (Outcome.WITHDRAWN, Outcome.LAPSED)]
        self.fields["outcome"].choices = [(each.value, each.label) for each in said_by_people]  # type: ignore[attr-defined]


class MatchForm(StepForm):
    """The workshops that a demand is brought to."""

    workshops = RowChoices(
        label=_("对接的工坊"), queryset=Workshop.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, workshops: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["workshops"].queryset = workshops  # type: ignore[attr-defined]
