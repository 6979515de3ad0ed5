"""Changes of a registration, surrender, and the counties' own register (articles 3(二) and 7(四))."""

from django.apps import AppConfig


class ChangesConfig(AppConfig):
    """Changes of a registration, surrender, and the counties' own register (articles 3(二) and 7(四))."""

    name = "gongfang.changes"
    verbose_name = "登记变更"
