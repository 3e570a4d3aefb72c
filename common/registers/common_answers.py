"""What holds for every operation of the API, added to the finished OpenAPI document."""

from __future__ import annotations

from typing import Any

from common.registers.problems import CONTENT_TYPE

METHODS = frozenset({"get", "post", "put", "patch", "delete"})
WRITING = frozenset({"post", "put", "patch"})
TO_ALL = {
    "401": "Not signed in, where that is needed; or a key that is wrong, expired or revoked.",
    "406": "`Accept` leaves no form in which the answer could be given.",
    "429": "Too many requests: `Retry-After` says how many seconds to wait.",
}
TO_WRITING = {
    "403": "You may not do this, or your key may not.",
    "415": "The body is not JSON.",
}


def add_common_answers(result: dict[str, Any], **_options: Any) -> dict[str, Any]:
    """A hook of drf-spectacular."""
    for path in result["paths"].values():
        for method in METHODS & set(path):
            said = TO_ALL | (TO_WRITING if method in WRITING else {})
            answers = path[method]["responses"]
            for status, text in said.items():
                answers.setdefault(status, _problem(text))
            path[method]["responses"] = dict(sorted(answers.items()))
        if "get" in path:
            # Whoever is nobody reads too: what is public, or an empty list.
            path["get"]["security"] = [{}, *path["get"].get("security", ())]
    return result


def _problem(text: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": text, "content": {CONTENT_TYPE: {"schema": schema}}}
