"""Carrying a buyer's receipt to the page that shows it, once."""

from django.contrib.sessions.backends.base import SessionBase

from gongfang.accounts import encryption

_CARRIED = "enquiry_receipt"
_CONTEXT = b"session|enquiry_receipt"


def carry(session: SessionBase, number: str, code: str) -> None:
    """Carry a receipt to the page that shows it: sealed, because sessions lie in the database."""
    session[_CARRIED] = encryption.encrypt(f"{number} {code}", _CONTEXT).stored.hex()


def carried(session: SessionBase) -> tuple[str, str] | None:
    """Return the number and the code that were carried here, once."""
    sealed = session.pop(_CARRIED, None)
    if sealed is None:
        return None
    number, code = encryption.decrypt(encryption.Sealed(bytes.fromhex(sealed)), _CONTEXT).split(" ")
    return number, code
