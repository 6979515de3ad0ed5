"""Pages of the register for officials, and the pictures that everybody may see."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongfang.accounts.models import Role, User
from gongfang.cases.pages import now, signed_in
from gongfang.cases.todo import TodoList, cases_awaiting, todos_of
from gongfang.web.export_views import exported
from gongfang.web.paging import page_of

from . import description, exports, plaques
from .forms import DescriptionForm, PhotoForm, RegisterFilter
from .models import OF_COUNTY, Plaque, Workshop, WorkshopPhoto, WorkshopStatus
from .permissions import READERS, may_edit, visible_to
from .photos import PhotoRefused
from .queries import BY_NAME, cases_about, narrowed
from .registry import sections_for

TONES = {
    WorkshopStatus.COUNTY: "quiet",
    WorkshopStatus.WITHDRAWN: "quiet",
    WorkshopStatus.RECOGNISED: "good",
    WorkshopStatus.SUSPENDED: "waiting",
    WorkshopStatus.REVOKED: "bad",
    WorkshopStatus.SURRENDERED: "quiet",
}


@exported(exports.REGISTER)
@login_required
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """List the workshops this office may see, narrowed and in the order of their names."""
    user = signed_in(request)
    if user.role not in READERS:
        raise PermissionDenied
    form = RegisterFilter(request.GET, county=_own_county(user))
    chosen = form.chosen()
    page = page_of(narrowed(visible_to(user), **chosen), order=BY_NAME, cursor=request.GET.get("after"), size=30)
    context = {
        "form": form,
        "is_narrowed": bool(chosen),
        "rows": [_row(workshop) for workshop in page.items],
        "previous": _page_url(chosen, page.previous),
        "next": _page_url(chosen, page.next),
    }
    return TemplateResponse(request, "workshops/register.html", context)


def _own_county(user: Any) -> Any:
    office = user.office
    return office.division if office is not None and office.level == "county" else None


def _row(workshop: Workshop) -> dict[str, Any]:
    return {
        "workshop": workshop,
        "tone": TONES[WorkshopStatus(workshop.status)],
        "items": workshop.relied_on.all(),
    }


def _page_url(chosen: dict[str, str], cursor: str) -> str:
    return "?" + urlencode({**chosen, "after": cursor}) if cursor else ""


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """List what waits for this applicant and the workshops it acts for; one alone is shown at once.

    It is not when something waits that its page does not tell.
    """
    user, at = signed_in(request), now()
    if user.role != Role.APPLICANT:
        raise PermissionDenied
    page = page_of(visible_to(user), order=BY_NAME, cursor=request.GET.get("after"), size=30)
    if len(page.items) == 1 and not page.previous and not _awaits_elsewhere(user, page.items[0], at):
        return redirect(page.items[0])
    context = {
        "todo": todos_of(user, at=at),
        "rows": [_row(workshop) for workshop in page.items],
        "previous": _page_url({}, page.previous),
        "next": _page_url({}, page.next),
    }
    return render(request, "workshops/mine.html", context)


def _awaits_elsewhere(user: User, workshop: Workshop, at: datetime) -> bool:
    return cases_awaiting(user, at=at).exclude(cases_about(workshop)).exists()


@login_required
@require_safe
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """Show one workshop with its history and plaques."""
    workshop, user = _workshop(request, number), signed_in(request)
    context = _row(workshop) | {
        "todo": _todos_about(workshop, user) if user.role == Role.APPLICANT else None,
        "events": workshop.events.all(),
        "plaques": workshop.plaques.all(),
        "photos": workshop.photos.all(),
        "may_edit": may_edit(request.user),
        "sections": sections_for(workshop, user),
    }
    return render(request, "workshops/detail.html", context)


def _todos_about(workshop: Workshop, user: User) -> TodoList:
    return todos_of(user, at=now(), about=cases_about(workshop))


def _workshop(request: HttpRequest, number: str) -> Workshop:
    return get_object_or_404(visible_to(request.user), number=number)


def _workshop_to_edit(request: HttpRequest, number: str) -> Workshop:
    workshop = _workshop(request, number)
    if not may_edit(request.user):
        raise PermissionDenied
    return workshop


@login_required
@require_http_methods(["GET", "POST"])
def describe(request: HttpRequest, number: str) -> HttpResponse:
    """Change the public summary; the pictures are on the same page."""
    workshop = _workshop_to_edit(request, number)
    form = DescriptionForm(request.POST or None, initial={"summary": workshop.summary})
    if request.method == "POST" and form.is_valid():
        description.describe(workshop=workshop, by=signed_in(request), at=now(), **form.cleaned_data)
        messages.success(request, _("公开简介已保存。"))
        return redirect(workshop)
    return _describe_page(request, workshop, form, PhotoForm())


def _describe_page(
    request: HttpRequest, workshop: Workshop, form: DescriptionForm, photo_form: PhotoForm
) -> HttpResponse:
    context = {"workshop": workshop, "form": form, "photo_form": photo_form, "photos": workshop.photos.all()}
    return render(request, "workshops/describe.html", context)


@login_required
@require_POST
def add_photo(request: HttpRequest, number: str) -> HttpResponse:
    """Add a picture to the public page."""
    workshop = _workshop_to_edit(request, number)
    form = PhotoForm(request.POST, request.FILES)
    if form.is_valid() and _photo_added(form, workshop, request):
        messages.success(request, _("图片已加入公开页面。"))
        return redirect("workshops:describe", workshop.number)
    return _describe_page(request, workshop, DescriptionForm(initial={"summary": workshop.summary}), form)


def _photo_added(form: PhotoForm, workshop: Workshop, request: HttpRequest) -> bool:
    try:
        description.add_photo(workshop=workshop, by=signed_in(request), at=now(), **form.cleaned_data)
    except PhotoRefused as refusal:
        form.add_error("file", str(refusal))
    except description.TooManyPhotos:
        form.add_error("file", _("最多展示 12 张图片，请先移除一张。"))
    return form.is_valid()


@login_required
@require_POST
def remove_photo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a picture off the public page."""
    photo = get_object_or_404(WorkshopPhoto.objects.select_related("workshop"), pk=pk)
    workshop = _workshop_to_edit(request, photo.workshop.number)
    description.remove_photo(photo=photo, by=signed_in(request), at=now())
    messages.success(request, _("图片已移除。"))
    return redirect("workshops:describe", workshop.number)


@require_safe
@cache_control(private=True, max_age=3600)
def photo(request: HttpRequest, pk: UUID) -> FileResponse:
    """Send a public picture; that of a workshop of county level only to those who may see its entry."""
    found = get_object_or_404(WorkshopPhoto.objects.select_related("workshop"), pk=pk)
    if found.workshop.status in OF_COUNTY:
        _workshop(request, found.workshop.number)
    return FileResponse(found.file.open("rb"), content_type="image/jpeg")


@login_required
@require_safe
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """Show the plaque as it is to be made, ready for the printer."""
    plaque = _plaque(request, code)
    context = {
        "plaque": plaque,
        "url": plaques.check_url(plaque),
        "prefecture": plaque.workshop.county.parent,
        "issuers": plaques.issuers(plaque),
    }
    return render(request, "workshops/certificate.html", context)


def _plaque(request: HttpRequest, code: str) -> Plaque:
    rows = Plaque.objects.select_related("workshop__county__parent")
    plaque = get_object_or_404(rows, code=code)
    if not visible_to(request.user).filter(pk=plaque.workshop_id).exists():
        raise Http404
    return plaque


@login_required
@require_safe
def qr_svg(request: HttpRequest, code: str) -> HttpResponse:
    """Send the plaque's QR code as SVG."""
    return HttpResponse(plaques.qr_svg(_plaque(request, code)), content_type="image/svg+xml")


@login_required
@require_safe
def qr_png(request: HttpRequest, code: str) -> HttpResponse:
    """Send the plaque's QR code as a file for whoever makes the plaque."""
    plaque = _plaque(request, code)
    response = HttpResponse(plaques.qr_png(plaque), content_type="image/png")
    response["Content-Disposition"] = f'attachment; filename="plaque-{plaque.pk}.png"'
    return response
