"""The interface, version 1: OpenAPI at `openapi.json`, a page for people at `docs/`."""

from django.utils.translation import gettext_noop
from ninja import NinjaAPI

from . import exchange_routes, office_routes, product_routes, public_routes, statistics_routes
from .problems import explain_to

api = NinjaAPI(
    title=gettext_noop("塔城地区非遗工坊 开放接口"),
    version="1.0.0",
    description=gettext_noop("公开数据无需令牌；办理接口须持本单位的访问令牌，权限与页面相同。"),
    urls_namespace="api-1",
    docs_url=None,
)
api.add_router("", public_routes.router)
api.add_router("", product_routes.router)
api.add_router("", statistics_routes.router)
api.add_router("", office_routes.router)
api.add_router("", exchange_routes.router)
explain_to(api)
