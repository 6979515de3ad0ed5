"""待办: where everybody lands after signing in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongfang.web.paging import page_of

from .models import Task
from .pages import signed_in


@login_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Show what waits for the person's office, the next to fall due first."""
    user = signed_in(request)
    tasks = Task.objects.filter(office_id=user.office_id).select_related("case__region")
    page = page_of(tasks, order=("due_at", "id"), cursor=request.GET.get("after"))
    return render(request, "cases/inbox.html", {"page": page})
