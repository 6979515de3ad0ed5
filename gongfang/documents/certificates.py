"""The signature of a certificate: checked on any machine with the public key alone, without network or database.

The QR code holds the address of the plaque, so that whoever scans it sees how the plaque stands now; behind the
`#`, which no browser sends, stand the facts and an Ed25519 signature over them. The private key is derived from
the key file "certificate" of the folder of keys.
"""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

from gongfang.accounts import keys
from gongfang.workshops.models import Plaque
from gongfang.workshops.plaques import check_url

FORMAT = "gongfang-plaque/1"
LABELS: Mapping[str, str] = {
    "plaque": "牌匾编号",
    "workshop": "工坊名称",
    "operator": "经营主体",
    "county": "县（市）",
    "document": "认定文号",
    "awarded_on": "授牌日期",
}
LONGEST = 4000


class NotGenuine(Exception):
    """The text is no certificate of ours, or was changed."""


@dataclass(frozen=True)
class Certificate:
    """What a certificate says, and the id of the key that signed it."""

    facts: Mapping[str, str]
    key_id: int

    @property
    def rows(self) -> list[tuple[str, str]]:
        """Return its facts under their labels."""
        return [(label, self.facts[name]) for name, label in LABELS.items()]


def facts_of(plaque: Plaque) -> dict[str, str]:
    """Return what is signed of a plaque: what stands in the public register, and nothing else."""
    workshop = plaque.workshop
    return {
        "plaque": plaque.number,
        "workshop": workshop.name,
        "operator": workshop.operator.name,
        "county": workshop.county.name,
        "document": workshop.document_number,
        "awarded_on": plaque.awarded_on.isoformat(),
    }


def signed_address(plaque: Plaque) -> str:
    """Return the text of the QR code: the address of the plaque and, behind the #, what is signed (6(四))."""
    key_id = keys.newest_id("certificate")
    body = json.dumps(facts_of(plaque), ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    signature = _private(key_id).sign(_signed(key_id, body))
    return f"{check_url(plaque)}#{key_id}.{_encode(body)}.{_encode(signature)}"


def public_keys() -> dict[int, str]:
    """Return the public keys by id, as PEM. The first is made when it is first needed, where that is allowed."""
    keys.newest_id("certificate")
    return {key_id: _pem(_private(key_id).public_key()) for key_id in keys.key_ids("certificate")}


def check(text: str, public: Mapping[int, str]) -> Certificate:
    """Return what a certificate says, once its signature is verified with one of the `public` keys by id.

    :raises NotGenuine: when it is not whole, not signed by these keys, or was changed.
    """
    key_id, body, signature = _parts(text)
    if key_id not in public:
        raise NotGenuine(f"没有编号为 {key_id} 的公钥")
    try:
        _public(public[key_id]).verify(signature, _signed(key_id, body))
    except InvalidSignature:
        raise NotGenuine("签名不符：内容被改动，或者不是本机关签发") from None
    facts = json.loads(body)
    return Certificate({name: str(facts.get(name, "")) for name in LABELS}, key_id)


def _parts(text: str) -> tuple[int, bytes, bytes]:
    plain = "".join(text.split())
    if len(plain) > LONGEST:
        raise NotGenuine("文字过长，不是证书")
    parts = plain.rpartition("#")[2].split(".")
    if len(parts) != 3 or not parts[0].isascii() or not parts[0].isdigit():
        raise NotGenuine("不是证书的校验文字，请粘贴二维码的全部内容")
    try:
        return int(parts[0]), _decode(parts[1]), _decode(parts[2])
    except (binascii.Error, ValueError):
        raise NotGenuine("校验文字不完整") from None


def _signed(key_id: int, body: bytes) -> bytes:
    return f"{FORMAT}|{key_id}|".encode() + body


def _private(key_id: int) -> Ed25519PrivateKey:
    seed = keys.derived_key("certificate", key_id, use="Ed25519", length=32)
    return Ed25519PrivateKey.from_private_bytes(seed)


def _pem(key: Ed25519PublicKey) -> str:
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def _public(pem: str) -> Ed25519PublicKey:
    key: Any = load_pem_public_key(pem.encode())
    if not isinstance(key, Ed25519PublicKey):
        raise NotGenuine("公钥不是 Ed25519 公钥")
    return key


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    """Return the bytes of a text, which is the only one that means them."""
    data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    if _encode(data) != text:
        raise ValueError("not canonical")
    return data
