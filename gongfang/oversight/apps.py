"""Regular inspections, what they find, and the monitoring page (articles 9(二) and 9(三))."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    """Regular inspections, what they find, and the monitoring page (articles 9(二) and 9(三))."""

    name = "gongfang.oversight"
    verbose_name = "日常监督"
