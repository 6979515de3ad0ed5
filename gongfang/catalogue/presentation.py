"""Products and enquiries as pages show them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from gongfang.accounts.identifiers import mask_name
from gongfang.accounts.models import User
from gongfang.cases.presentation import state_label, tone_of
from gongfang.notices.sections import mask_contact
from gongfang.records.models import Statement

from . import permissions, queries
from .models import Enquiry, Product, ProductVersion

_HIDDEN = "***"
_LABELS = {"name": "称呼", "organisation": "单位", "contact": "联系方式"}


def row_of(case: Any) -> dict[str, Any]:
    """Return a case with its state as lists show it."""
    return {"case": case, "label": state_label(case), "tone": tone_of(case.state)}


def rows_of_products(products: Iterable[Product], user: User) -> list[dict[str, Any]]:
    """Return products of `queries.products` as a list shows them, each with the version written last."""
    return [_product_row(product, user) for product in products]


def _product_row(product: Product, user: User) -> dict[str, Any]:
    newest = product.working_id or product.shown_id or 0
    versions = {version.pk: version for version in product.versions.all()}
    photos = list(versions[newest].photos.all()) if newest in versions else []
    return row_of(product) | {
        "product": product,
        "version": versions.get(newest),
        "photo": photos[0] if photos else None,
        "may_write": permissions.may_write(user, product),
    }


def changes_of(product: Product) -> list[dict[str, Any]]:
    """Return what the version being written says otherwise than the one the public sees."""
    if product.shown is None or product.working is None:
        return []
    found = []
    for field in ProductVersion._meta.concrete_fields:
        if field.name in ("id", "product", "number", "search", "saved_at"):
            continue
        old, new = (_said(version, field.name) for version in (product.shown, product.working))
        if old != new:
            found.append({"label": field.verbose_name, "old": old, "new": new})
    counts = [version.photos.count() for version in (product.shown, product.working)]
    files = [set(version.photos.values_list("file", "alt_text")) for version in (product.shown, product.working)]
    if files[0] != files[1]:
        words = [_("%(number)s 张") % {"number": number} for number in counts]
        found.append({"label": _("照片"), "old": words[0], "new": words[1]})
    return found


def _said(version: ProductVersion, name: str) -> str:
    value = getattr(version, name)
    if isinstance(value, bool):
        return _("是") if value else _("否")
    shown = getattr(version, f"get_{name}_display", None)
    return str(shown() if shown else "" if value is None else value)


def buyer_for(case: Any, user: User) -> dict[str, Any]:
    """Return who asks, masked, and in which words; both only for those who answer or bring it to others."""
    buyer, may = queries.buyer_of(case), permissions.may_reveal(user, case)
    masks = {"name": mask_name, "organisation": mask_name, "contact": mask_contact}
    fields = []
    for name, mask in masks.items():
        value = getattr(buyer, name)
        url = reverse("catalogue:reveal", args=[case.number, name]) if may and value else ""
        shown = (mask(value) if may else _HIDDEN) if value else ""
        fields.append({"label": _(_LABELS[name]), "value": shown, "url": url})
    return {"fields": fields, "message": buyer.message if may else "", "is_hidden": not may}


def answers_of(enquiries: Iterable[Enquiry]) -> list[dict[str, Any]]:
    """Return what workshops have answered, the earliest first, as the buyer reads it."""
    names = {enquiry.pk: enquiry.workshop for enquiry in enquiries}
    return [
        {"workshop": names[said.record.case_id], "text": said.text, "at": said.record.at}
        for said in _replies(list(names))
        if said.record.case_id in names
    ]


def _replies(keys: list[int]) -> QuerySet[Statement]:
    rows = Statement.objects.filter(record__case_id__in=keys, name="reply")
    return rows.select_related("record").order_by("record_id")
