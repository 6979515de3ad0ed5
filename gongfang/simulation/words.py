"""What the effects of a change are called."""

from django.utils.translation import gettext_lazy as _

from gongfang.regulation.what_if import Effect

EFFECTS = {
    Effect.STAYS_IN: _("仍符合"),
    Effect.FALLS_OUT: _("不再符合"),
    Effect.COMES_IN: _("转为符合"),
    Effect.STAYS_OUT: _("仍不符合"),
}
