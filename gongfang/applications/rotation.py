"""What a new index key asks of applications: the register's copies of their indexes follow."""

from gongfang.accounts.encryption import blind_indexes
from gongfang.workshops.models import Workshop

from .models import Person, PersonRole
from .models.materials import PERSON_ID


def renew_register() -> int:
    """Copy to the register the indexes of the responsible persons again, and return how many had changed.

    Only a copy of the same person's index under an older key is renewed: somebody else may be responsible by now.
    """
    rows = Workshop.objects.exclude(application_number="").exclude(responsible_id_index="")
    return sum(map(_renew, rows.only("application_number", "responsible_id_index")))


def _renew(workshop: Workshop) -> bool:
    people = Person.objects.filter(application__number=workshop.application_number, role=PersonRole.RESPONSIBLE)
    person, known = people.first(), workshop.responsible_id_index
    if person is None or not person.id_number or known == person.id_index:
        return False
    if known not in blind_indexes(person.id_number, PERSON_ID):
        return False
    Workshop.objects.filter(pk=workshop.pk).update(responsible_id_index=person.id_index)
    return True
