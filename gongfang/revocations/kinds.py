"""How revocations are handled."""

from gongfang.cases import advance, registry
from gongfang.cases.forms import ConsultForm, OpinionForm
from gongfang.cases.services import consult, give_opinion
from gongfang.regulation.revocation import REVOCATION
from gongfang.regulation.revocation_guards import RevocationFacts

from . import queries, services
from .models import Revocation


def register_revocations() -> None:
    """Register the kind "revocation"."""
    registry.register(
        registry.Kind(
            model=Revocation,
            procedure=REVOCATION,
            facts_type=RevocationFacts,
            prefix="CX",
            services={
                "open_revocation": services.open_revocation,
                "supplement_revocation": services.supplement_revocation,
                "give_opinion": give_opinion,
                "consult": consult,
                "drop_revocation": services.drop_revocation,
                "propose_revocation": services.propose_revocation,
            },
            forms={"give_opinion": OpinionForm, "consult": ConsultForm},
            providers=[queries.facts_of_revocation],
        )
    )
    advance.consequence("revocation", "open_revocation")
