"""Who may have support: a workshop whose recognition is in force (article 8)."""

from django.utils.translation import gettext as _

from gongfang.regulation.clauses import Clause
from gongfang.regulation.procedure import StepRefused
from gongfang.workshops.models import Workshop


class NotInGoodStanding(StepRefused):
    """Support was asked for a workshop that is not recognised, or whose recognition is suspended."""


def require_good_standing(workshop: Workshop, clause: Clause) -> None:
    """Let only workshops in good standing have the support of `clause`.

    :raises NotInGoodStanding: with the clause, when the recognition of `workshop` is not in force.
    """
    if not workshop.is_in_force:
        status = workshop.get_status_display()
        raise NotInGoodStanding(
            _("“%(name)s”现为“%(status)s”，不在支持范围内") % {"name": workshop.name, "status": status}, clause
        )
