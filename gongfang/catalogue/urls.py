"""Pages of this app: the public catalogue at its root, the pages of workshops and offices beside it."""

from django.urls import path, register_converter

from . import buying_views, office_views, public_views, writing_views


class PhotoSize:
    """A size in which a photograph is there."""

    regex = "full|small"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class BuyerField(PhotoSize):
    """A field of a buyer that can be shown."""

    regex = "name|organisation|contact"


register_converter(PhotoSize, "photo_size")
register_converter(BuyerField, "buyer_field")

app_name = "catalogue"
urlpatterns = [
    path("", public_views.index, name="index"),
    path("products/<slug:public_id>/", public_views.product, name="product"),
    path("products/<slug:public_id>/enquire/", buying_views.enquire, name="enquire"),
    path("photos/<uuid:pk>/<photo_size:size>/", public_views.photo, name="photo"),
    path("demand/", buying_views.demand, name="demand"),
    path("receipt/", buying_views.receipt, name="receipt"),
    path("follow/", buying_views.follow, name="follow"),
    path("office/products/", office_views.products, name="products"),
    path("office/enquiries/", office_views.enquiries, name="enquiries"),
    path("office/enquiries/<slug:number>/<buyer_field:field>/", office_views.reveal, name="reveal"),
    path("office/demands/", office_views.demands, name="demands"),
    path("office/demands/<slug:number>/match/", office_views.match, name="match"),
    path("workshops/<slug:number>/enter/", writing_views.enter, name="enter"),
    path("edit/<slug:number>/", writing_views.edit, name="edit"),
    path("edit/<slug:number>/autosave/", writing_views.autosave, name="autosave"),
    path("edit/<slug:number>/photos/", writing_views.add_photos, name="add_photos"),
    path("edit/<slug:number>/discard/", writing_views.discard, name="discard"),
    path("edit/photos/<uuid:pk>/remove/", writing_views.remove_photo, name="remove_photo"),
    path("edit/photos/<uuid:pk>/first/", writing_views.put_first, name="put_first"),
]
