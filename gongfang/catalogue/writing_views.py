"""The workshop's pages: writing a product on a phone, with its photographs, and handing it in."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gongfang.accounts.models import User
from gongfang.cases.pages import get_case, now, signed_in
from gongfang.cases.permissions import visible_to
from gongfang.cases.presentation import state_label, tone_of
from gongfang.cases.services import perform
from gongfang.regulation import clauses
from gongfang.regulation.procedure import StepRefused
from gongfang.workshops.models import Workshop
from gongfang.workshops.permissions import visible_to as workshops_visible_to
from gongfang.workshops.photos import PhotoRefused

from . import permissions, queries, writing
from .forms import EnterForm, PhotosForm, ProductForm
from .models import Product, ProductPhoto


@login_required
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, number: str) -> HttpResponse:
    """Begin a product; what else is to be said of it is kept as one types, on the next page."""
    user = signed_in(request)
    workshop: Workshop = get_object_or_404(workshops_visible_to(user), number=number)
    if not permissions.writes_for(user, workshop):
        raise PermissionDenied
    form = EnterForm(request.POST or None, workshop=workshop)
    if request.method == "POST" and form.is_valid():
        try:
            product = writing.enter_product(workshop=workshop, by=user, at=now(), **form.cleaned_data)
        except StepRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("catalogue:edit", product.number)
    context = {"form": form, "workshop": workshop, "clause": clauses.CATALOGUE}
    return render(request, "catalogue/enter.html", context)


def _product(request: HttpRequest, number: str) -> Product:
    """Return a product that this person may write now.

    :raises Http404: when it does not exist for this person.
    :raises PermissionDenied: when it is written by others, or lies with the office.
    """
    case = get_case(request, number, kind="product")
    product = Product.objects.select_related("workshop", "region", "shown", "working").get(pk=case.pk)
    if not permissions.may_write(signed_in(request), product):
        raise PermissionDenied
    return product


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, number: str) -> HttpResponse:
    """Write a product, and hand it in."""
    product, user, at = _product(request, number), signed_in(request), now()
    form = ProductForm(request.POST if request.method == "POST" else None, instance=product.newest)
    if request.method == "POST":
        changes = form.kept()
        if _is_kept(form, product, changes, user, at) and form.is_valid():
            if "submit" not in request.POST:
                messages.success(request, _("已保存。"))
                return redirect("catalogue:edit", product.number)
            if _is_handed_in(form, product, user, at):
                messages.success(request, _("已提交。审核结果会通知您。"))
                return redirect(product)
    return _page(request, product, form, PhotosForm())


def _is_kept(form: ProductForm, product: Product, changes: dict[str, Any], user: User, at: datetime) -> bool:
    try:
        writing.save_product(product, by=user, at=at, changes=changes)
    except StepRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _is_handed_in(form: ProductForm, product: Product, user: User, at: datetime) -> bool:
    try:
        perform(product, "submit_product", by=user, at=at)
    except StepRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _page(request: HttpRequest, product: Product, form: ProductForm, photos_form: PhotosForm) -> HttpResponse:
    current = Product.objects.select_related("workshop", "shown", "working").get(pk=product.pk)
    context = {
        "product": current,
        "form": form,
        "photos_form": photos_form,
        "photos": current.newest.photos.all(),
        "missing": queries.missing(current.newest),
        "state_label": state_label(current),
        "state_tone": tone_of(current.state),
        "returned": _reasons(current),
        "clause": clauses.CATALOGUE,
        "may_discard": current.state == "draft" or (current.state == "published" and current.working_id),
    }
    return render(request, "catalogue/edit.html", context)


def _reasons(product: Product) -> str:
    """Return why a product was returned or taken off, where it was last."""
    if product.state not in ("returned", "revision_returned", "taken_off"):
        return ""
    record = product.records.order_by("-seq").first()
    said = record.statements.filter(name="reasons").first() if record else None
    return said.text if said else ""


@login_required
@require_POST
def autosave(request: HttpRequest, number: str) -> HttpResponse:
    """Keep what has been typed so far; what is not well formed is kept by the page alone, and said."""
    product = _product(request, number)
    form = ProductForm(request.POST, instance=product.newest)
    version = writing.save_product(product, by=signed_in(request), at=now(), changes=form.kept())
    problems = {name: " ".join(map(str, said)) for name, said in form.errors.items()}
    return JsonResponse({"problems": problems, "missing": queries.missing(version)})


@login_required
@require_POST
def add_photos(request: HttpRequest, number: str) -> HttpResponse:
    """Add photographs to a product."""
    product = _product(request, number)
    form = PhotosForm(request.POST, request.FILES)
    if form.is_valid() and _are_added(form, product, signed_in(request), now()):
        messages.success(request, _("照片已加入。"))
        return redirect(reverse("catalogue:edit", args=[product.number]) + "#photos")
    return _page(request, product, ProductForm(instance=product.newest), form)


def _are_added(form: PhotosForm, product: Product, user: User, at: datetime) -> bool:
    """Add them one by one: what could be added stays, and the form says what could not."""
    for file in form.cleaned_data["photos"]:
        try:
            picture = writing.prepared(file)
            writing.add_photo(product, picture=picture, by=user, at=at, alt_text=form.cleaned_data["alt_text"])
        except PhotoRefused as refusal:
            form.add_error("photos", f"{file.name}：{refusal}")
    return form.is_valid()


def _photo(request: HttpRequest, pk: UUID) -> ProductPhoto:
    """Return a photograph of a version that this person writes now.

    :raises Http404: when its product does not exist for this person.
    :raises PermissionDenied: when the product is written by others, or the picture is published.
    """
    user = signed_in(request)
    rows = ProductPhoto.objects.select_related("version__product__workshop")
    photo = rows.filter(pk=pk).first()
    if photo is None or not visible_to(user, "product").filter(pk=photo.version.product_id).exists():
        raise Http404
    product = photo.version.product
    if not permissions.may_write(user, product) or product.working_id != photo.version_id:
        raise PermissionDenied
    return photo


@login_required
@require_POST
def remove_photo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Remove a photograph."""
    photo = _photo(request, pk)
    writing.remove_photo(photo, by=signed_in(request), at=now())
    messages.success(request, _("照片已移除。"))
    return redirect(reverse("catalogue:edit", args=[photo.version.product.number]) + "#photos")


@login_required
@require_POST
def put_first(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make a photograph the one that lists show."""
    photo = _photo(request, pk)
    writing.put_first(photo, by=signed_in(request), at=now())
    return redirect(reverse("catalogue:edit", args=[photo.version.product.number]) + "#photos")


@login_required
@require_POST
def discard(request: HttpRequest, number: str) -> HttpResponse:
    """Throw away a draft, or the changes of a published product."""
    product = _product(request, number)
    try:
        is_gone = writing.discard_product(product, by=signed_in(request), at=now())
    except StepRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("catalogue:edit", product.number)
    messages.success(request, _("草稿已删除。") if is_gone else _("修改已放弃，公开的内容没有变。"))
    return redirect("catalogue:products") if is_gone else redirect(product)
