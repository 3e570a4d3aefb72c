from cooperation.models.requests import (
    CoordinationRequest,
    RequestEntry,
    RequestFile,
    RequestLink,
    RequestMention,
    RequestTheme,
)

__all__ = [
    "CoordinationRequest",
    "RequestEntry",
    "RequestFile",
    "RequestLink",
    "RequestMention",
    "RequestTheme",
]
