"""`gongfang certificate verify FILE`: check the signature of a certificate. Needs no network and no database."""

import argparse
import json
import sys
from pathlib import Path

from .terminal import say, start_django, warn

HELP = "牌匾证书：用公钥离线核对二维码文字的签名"
MAX_BYTES = 64 * 1024


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take what to do, the text of the QR code and the published keys."""
    parser.add_argument("what", choices=["verify"], metavar="verify", help="核对签名")
    parser.add_argument("file", metavar="文件", help="存有二维码全部文字的文件；- 从标准输入读取")
    parser.add_argument(
        "--keys", metavar="公钥", type=Path, help="门户公布的 public-keys.json；不给时用本机的公钥"
    )


def run(args: argparse.Namespace) -> int:
    """Check; 0 when the signature holds, 1 when it does not, 2 when something cannot be read."""
    start_django()
    from gongfang.documents import certificates

    try:
        text = _text(args.file)
        public = _keys(args.keys) if args.keys else certificates.public_keys()
    except (OSError, ValueError, KeyError, AttributeError) as error:
        warn(f"不能读取：{error}")
        return 2
    try:
        found = certificates.check(text, public)
    except certificates.NotGenuine as refusal:
        warn(str(refusal))
        return 1
    for label, value in found.rows:
        say(f"{label}：{value}")
    say(f"签名相符（第 {found.key_id} 号公钥）。资格现在是否有效，以门户上的牌匾页面为准。")
    return 0


def _text(name: str) -> str:
    if name == "-":
        return sys.stdin.read(MAX_BYTES)
    path = Path(name)
    if path.stat().st_size > MAX_BYTES:
        raise ValueError("文件过大")
    return path.read_text(encoding="utf-8")


def _keys(path: Path) -> dict[int, str]:
    return {int(key): str(pem) for key, pem in json.loads(path.read_text(encoding="utf-8"))["keys"].items()}
