"""The OpenAPI description as a page shows it: operations by group, with their parameters and answers."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Operation:
    """One thing the interface does."""

    method: str
    path: str
    summary: str
    description: str
    needs_token: bool
    parameters: list[tuple[str, str, bool]]
    answers: list[tuple[str, str]]


def operations(schema: Mapping[str, Any]) -> dict[str, list[Operation]]:
    """Return the operations of an OpenAPI description by their tag, in its order, in the language of the page."""
    groups: dict[str, list[Operation]] = defaultdict(list)
    for path, methods in schema["paths"].items():
        for method, each in methods.items():
            tag = (each.get("tags") or [""])[0]
            groups[_(tag)].append(_operation(method, path, each))
    return dict(groups)


def _operation(method: str, path: str, each: Mapping[str, Any]) -> Operation:
    parameters = [(one["name"], one["in"], bool(one.get("required"))) for one in each.get("parameters", ())]
    if "requestBody" in each:
        parameters.append(("JSON", "body", bool(each["requestBody"].get("required"))))
    answers = [(str(code), _name(answer)) for code, answer in each.get("responses", {}).items()]
    return Operation(
        method.upper(),
        path,
        _(each["summary"]),
        _(each["description"]),
        "security" in each,
        parameters,
        answers,
    )


def _name(answer: Mapping[str, Any]) -> str:
    """Return the name of the schema an answer has, or nothing."""
    for content in answer.get("content", {}).values():
        shape = content.get("schema", {})
        found = shape.get("$ref") or shape.get("items", {}).get("$ref") or ""
        return str(found).rpartition("/")[2]
    return ""
