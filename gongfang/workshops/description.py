"""What the public reads and sees about a workshop: its summary and its pictures."""

from datetime import datetime
from typing import IO

from django.core.files.base import ContentFile
from django.db import transaction

from gongfang.accounts.models import User
from gongfang.records.services import log_access

from .models import Workshop, WorkshopPhoto
from .photos import public_picture

PHOTOS_MAX = 12


class TooManyPhotos(Exception):
    """The workshop's page has as many pictures as it can show."""


@transaction.atomic
def describe(*, workshop: Workshop, summary: str, by: User, at: datetime) -> Workshop:
    """Change the public summary, and note who did."""
    workshop.summary = summary
    workshop.save(update_fields=["summary"])
    log_access(by=by, action="describe_workshop", subject=f"workshop:{workshop.number}", at=at)
    return workshop


@transaction.atomic
def add_photo(*, workshop: Workshop, file: IO[bytes], alt_text: str, by: User, at: datetime) -> WorkshopPhoto:
    """Add a picture to the public page; only the re-encoded copy is kept.

    :raises PhotoRefused: when the file is no picture we can show.
    :raises TooManyPhotos: when there are twelve already.
    """
    Workshop.objects.select_for_update().get(pk=workshop.pk)
    if workshop.photos.count() >= PHOTOS_MAX:
        raise TooManyPhotos
    picture = public_picture(file)
    photo = WorkshopPhoto(
        workshop=workshop,
        alt_text=alt_text,
        width=picture.width,
        height=picture.height,
        uploaded_by=by,
        uploaded_at=at,
    )
    photo.file.save(f"{photo.pk.hex}.jpg", ContentFile(picture.content), save=False)
    photo.save()
    log_access(by=by, action="add_photo", subject=f"workshop:{workshop.number}", at=at)
    return photo


@transaction.atomic
def remove_photo(*, photo: WorkshopPhoto, by: User, at: datetime) -> None:
    """Take a picture off the public page, file and all."""
    log_access(by=by, action="remove_photo", subject=f"workshop:{photo.workshop.number}", at=at)
    photo.delete()
    transaction.on_commit(lambda: photo.file.delete(save=False))
