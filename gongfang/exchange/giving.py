"""How what the departments give is described among the support a workshop has had (articles 8 and 11)."""

from django.urls import reverse
from django.utils.translation import gettext as _

from gongfang.cases.presentation import state_label
from gongfang.support.registry import Given

from .models import LibraryEntry, PolicyGrant, Subsidy, TrainingShare


def of_policy(grant: PolicyGrant) -> Given:
    """Describe what was had under a policy."""
    url = reverse("exchange:policy", args=[grant.policy_id])
    result = _("惠及 %(number)s 人") % {"number": grant.people} if grant.people else ""
    return Given(on=grant.on, text=f"{grant.policy.title}：{grant.what}", result=result, url=url)


def of_training(share: TrainingShare) -> Given:
    """Describe a training and how many took part."""
    said = {"participants": share.participants, "certified": share.certified}
    return Given(
        on=share.training.starts_on,
        until=share.training.ends_on,
        text=share.training.title,
        result=_("参训 %(participants)s 人，取得证书 %(certified)s 人") % said,
        url=reverse("exchange:training", args=[share.training_id]),
    )


def of_subsidy(subsidy: Subsidy) -> Given:
    """Describe a subsidy and how far it is accounted for."""
    text = _("%(amount)s 元，%(purpose)s") % {"amount": f"{subsidy.amount:.2f}", "purpose": subsidy.purpose}
    return Given(on=subsidy.granted_on, text=text, result=state_label(subsidy), url=subsidy.get_absolute_url())


def of_library(entry: LibraryEntry) -> Given:
    """Describe a place in the library."""
    assert entry.entered_on is not None  # chosen by it
    return Given(
        on=entry.entered_on, text=entry.library_number, result=state_label(entry), url=entry.get_absolute_url()
    )
