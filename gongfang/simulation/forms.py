"""The figures one would like to change."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongfang.regulation.edition import Edition
from gongfang.web.citations import citation

from .comparing import CHANGEABLE

ROUTES = (("cumulative", _("（一）（二）并具，或（三）并符合（一）")), ("alternative", _("任具其一")))
MOST = 100_000


class FiguresForm(forms.Form):
    """One field for each parameter of articles 3 and 4 that can be changed, filled with what is in force."""

    def __init__(self, *args: Any, edition: Edition, **options: Any) -> None:
        super().__init__(*args, **options)
        labels = {each.name: each for each in edition.parameters}
        for name in CHANGEABLE:
            value, parameter = getattr(edition, name), labels[name]
            texts = {"label": _(parameter.label), "initial": value, "help_text": citation(parameter.clause)}
            self.fields[name] = (
                forms.ChoiceField(choices=ROUTES, **texts)
                if name == "route_limbs"
                else forms.IntegerField(min_value=0, max_value=MOST, **texts)
            )
