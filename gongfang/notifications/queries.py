"""Reading messages."""

from django.db.models import Q, QuerySet

from gongfang.accounts.models import User

from .models import Message


def inbox_of(user: User) -> QuerySet[Message]:
    """Return the messages to a person and to the office they serve in."""
    addressed = Q(user=user)
    if user.office_id is not None:
        addressed |= Q(office=user.office_id)
    return Message.objects.filter(addressed, channel=Message.Channel.INBOX).select_related("case")


def unread_of(user: User, *, size: int = 5) -> list[Message]:
    """Return the latest unread messages, up to `size`."""
    return list(inbox_of(user).filter(read_at=None).order_by("-id")[:size])
