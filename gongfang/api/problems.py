"""How the interface says that something was not done: always as `schemas.Problem`, in words."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from gongfang.cases.services import StepConflict
from gongfang.regulation.procedure import StepRefused, WrongActor

from .security import MissingScope


class NotThere(Exception):
    """There is no such thing, or not for whoever asks."""


def problem(detail: Any, **more: Any) -> dict[str, Any]:
    """Return the body of an answer that says why not."""
    return {"detail": str(detail), "clause": "", "citation": "", "fields": {}} | more


def explain_to(api: NinjaAPI) -> None:
    """Let `api` answer every refusal as a problem."""

    def answer(request: HttpRequest, status: int, body: dict[str, Any]) -> HttpResponse:
        return api.create_response(request, body, status=status)

    def refused(request: HttpRequest, error: Any) -> HttpResponse:
        status = 403 if isinstance(error, WrongActor) else 409
        cited = {"clause": error.clause.id, "citation": error.clause.cite}
        return answer(request, status, problem(error, **cited))

    def invalid(request: HttpRequest, error: Any) -> HttpResponse:
        fields: dict[str, list[str]] = {}
        for each in error.errors:
            fields.setdefault(".".join(str(part) for part in each["loc"][1:]), []).append(str(each["msg"]))
        return answer(request, 422, problem(_("请求的内容不合格式"), fields=fields))

    def failed(request: HttpRequest, error: Any) -> HttpResponse:
        return answer(request, error.status_code, problem(error))

    def simply(status: int, text: str) -> Any:
        return lambda request, error: answer(request, status, problem(text))

    api.add_exception_handler(StepRefused, refused)
    api.add_exception_handler(StepConflict, refused)
    api.add_exception_handler(ValidationError, invalid)
    api.add_exception_handler(AuthenticationError, simply(401, _("需要有效的访问令牌")))
    api.add_exception_handler(MissingScope, simply(403, _("令牌没有这项权限")))
    api.add_exception_handler(PermissionDenied, simply(403, _("您不能办理这一事项")))
    api.add_exception_handler(NotThere, simply(404, _("没有，或您看不到")))
    api.add_exception_handler(Http404, simply(404, _("没有，或您看不到")))
    api.add_exception_handler(HttpError, failed)
