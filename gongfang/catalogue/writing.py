"""Writing a product: its words and its photographs, until it is handed in. No step of the procedure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import IO, Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from gongfang.accounts.models import User
from gongfang.cases.models import Case
from gongfang.cases.services import open_case
from gongfang.records.services import log_access
from gongfang.regulation import clauses
from gongfang.regulation.procedure import StepRefused
from gongfang.regulation.product import State
from gongfang.support.standing import require_good_standing
from gongfang.workshops import searching
from gongfang.workshops.models import Workshop, WorkshopItem
from gongfang.workshops.photos import PhotoRefused, PublicPicture, public_picture

from .models import Product, ProductPhoto, ProductVersion
from .permissions import may_write, writes_for

PHOTOS_MAX = 8
PRODUCTS_MAX = 200
SMALL_SIDE = 640


class NotWritable(StepRefused):
    """The product is not the person's to write, or not while it is being looked at."""


@transaction.atomic
def enter_product(*, workshop: Workshop, by: User, at: datetime, name: str, item: WorkshopItem) -> Product:
    """Begin a product of a workshop that rests on an item of it.

    :raises NotInGoodStanding: when the recognition of the workshop is not in force.
    :raises NotWritable: when it is not for `by` to write for it, or it has as many as it can.
    """
    if not writes_for(by, workshop):
        raise NotWritable(_("产品由工坊自己录入"), clauses.CATALOGUE)
    require_good_standing(workshop, clauses.CATALOGUE)
    if Product.objects.filter(workshop=workshop).count() >= PRODUCTS_MAX:
        raise NotWritable(_("每家工坊最多 %(most)s 件产品") % {"most": PRODUCTS_MAX}, clauses.CATALOGUE)
    product = open_case(
        Product,
        region=workshop.county,
        holder=workshop.holder,
        at=at,
        title=name,
        state=State.DRAFT,
        workshop=workshop,
    )
    _point(product, working=_version(product, at, name=name, craft=item.name, category=item.category))
    return product


def _version(product: Product, at: datetime, **fields: Any) -> ProductVersion:
    return ProductVersion.objects.create(product=product, saved_at=at, **fields)


def _point(product: Product, **versions: ProductVersion | None) -> None:
    for name, version in versions.items():
        setattr(product, name, version)
    product.save(update_fields=list(versions))


@transaction.atomic
def save_product(product: Product, *, by: User, at: datetime, changes: Mapping[str, Any]) -> ProductVersion:
    """Keep fields of the version being written; a published product gets a new version, and stays as it is.

    :raises NotWritable: when it may not be written by `by` now.
    """
    version = _working(product, by, at)
    for name, value in changes.items():
        setattr(version, name, value)
    version.saved_at = at
    version.save(update_fields=[*changes, "saved_at"])
    if row_title := changes.get("name"):
        _retitle(product, row_title)
    return version


def _retitle(product: Product, name: str) -> None:
    """Let the case be called as the product, until it is published under that name."""
    if product.shown_id is None:
        product.title = name
        Case.objects.filter(pk=product.pk).update(title=name)


def _working(product: Product, by: User, at: datetime) -> ProductVersion:
    """Lock the product and return the version to write, a copy of the public one where there is none yet."""
    Case.objects.select_for_update().get(pk=product.pk)
    row = Product.objects.select_related("workshop", "shown", "working").get(pk=product.pk)
    if not may_write(by, row):
        raise NotWritable(_("产品现在不能修改"), clauses.CATALOGUE)
    if row.working is None:
        assert row.shown is not None  # what is published shows a version
        _point(row, working=_copied(row.shown, at))
    product.working, product.state = row.working, row.state
    assert row.working is not None
    return row.working


def _copied(source: ProductVersion, at: datetime) -> ProductVersion:
    """Return the next version, the same as `source` in words and pictures."""
    kept = {"id", "product", "number", "search", "saved_at"}
    names = [field.name for field in ProductVersion._meta.concrete_fields if field.name not in kept]
    fields = {name: getattr(source, name) for name in names}
    fresh = _version(source.product, at, number=source.number + 1, **fields)
    ProductPhoto.objects.bulk_create(_photo_for(fresh, photo) for photo in source.photos.all())
    return fresh


def _photo_for(version: ProductVersion, photo: ProductPhoto) -> ProductPhoto:
    copied = ("position", "alt_text", "width", "height")
    values = {name: getattr(photo, name) for name in copied}
    return ProductPhoto(version=version, file=photo.file.name, small=photo.small.name, **values)


@dataclass(frozen=True)
class Prepared:
    """A picture written anew without what the camera noted: as pages show it, and small for lists."""

    full: PublicPicture
    small: PublicPicture


def prepared(file: IO[bytes]) -> Prepared:
    """Return both copies of a picture.

    :raises PhotoRefused: when the file is no picture we can show.
    """
    full = public_picture(file)
    return Prepared(full, public_picture(BytesIO(full.content), longest_side=SMALL_SIDE))


@transaction.atomic
def add_photo(product: Product, *, picture: Prepared, by: User, at: datetime, alt_text: str = "") -> ProductPhoto:
    """Add a picture to the version being written.

    :raises PhotoRefused: when there are eight already.
    :raises NotWritable: when the product may not be written by `by` now.
    """
    version = _working(product, by, at)
    positions = list(version.photos.values_list("position", flat=True))
    if len(positions) >= PHOTOS_MAX:
        raise PhotoRefused(_("最多 %(most)s 张照片，请先移除一张。") % {"most": PHOTOS_MAX})
    number = max(positions, default=0) + 1
    photo = ProductPhoto(
        version=version,
        position=number,
        alt_text=alt_text.strip() or _("%(name)s，图 %(number)s") % {"name": version.name, "number": number},
        width=picture.full.width,
        height=picture.full.height,
    )
    name = uuid4().hex
    photo.file.save(f"{name}.jpg", ContentFile(picture.full.content), save=False)
    photo.small.save(f"{name}-small.jpg", ContentFile(picture.small.content), save=False)
    photo.save()
    return photo


@transaction.atomic
def remove_photo(photo: ProductPhoto, *, by: User, at: datetime) -> None:
    """Take a picture out of the version being written; its files go with the last version that has them.

    :raises NotWritable: when it is not of the version being written, or that may not be written by `by` now.
    """
    if _working(photo.version.product, by, at).pk != photo.version_id:
        raise NotWritable(_("已发布的照片随新的版本修改"), clauses.CATALOGUE)
    photo.delete()
    _discard_files([photo])


@transaction.atomic
def put_first(photo: ProductPhoto, *, by: User, at: datetime) -> None:
    """Make a picture the one that lists show.

    :raises NotWritable: when it is not of the version being written, or that may not be written by `by` now.
    """
    version = _working(photo.version.product, by, at)
    if version.pk != photo.version_id:
        raise NotWritable(_("已发布的照片随新的版本修改"), clauses.CATALOGUE)
    others = [each for each in version.photos.all() if each.pk != photo.pk]
    last = max(each.position for each in version.photos.all())
    for place, each in enumerate([photo, *others], start=last + 1):
        ProductPhoto.objects.filter(pk=each.pk).update(position=place)


def _discard_files(photos: list[ProductPhoto]) -> None:
    """Delete the files that no version has any more, once that is certain."""
    used = set(ProductPhoto.objects.filter(file__in=[photo.file.name for photo in photos]).values_list("file"))
    for photo in photos:
        if (photo.file.name,) not in used:
            transaction.on_commit(lambda gone=photo: (gone.file.delete(save=False), gone.small.delete(save=False)))  # type: ignore[misc]


@transaction.atomic
def discard_product(product: Product, *, by: User, at: datetime) -> bool:
    """Throw away a draft, or the changes of a published product, and return whether the product is gone.

    :raises NotWritable: when there is nothing to throw away, or it is not for `by`.
    """
    version = _working(product, by, at)
    row = Product.objects.get(pk=product.pk)
    if row.state not in (State.DRAFT, State.PUBLISHED):
        raise NotWritable(_("已提交的产品请用“撤下产品”"), clauses.CATALOGUE)
    photos = list(version.photos.all())
    _point(row, working=None)
    version.delete()
    log_access(by=by, action="discard_product", subject=f"product:{row.number}", at=at)
    is_gone = row.state == State.DRAFT
    if is_gone:
        row.delete()
    _discard_files(photos)
    return is_gone


def search_text(version: ProductVersion) -> str:
    """Return what the catalogue's search looks into: public words only."""
    words = [version.name, version.craft, version.get_category_display(), version.materials]
    return searching.search_text(words)
