"""Requests in the administration."""

from cooperation.admin.requests import CoordinationRequestAdmin

__all__ = ["CoordinationRequestAdmin"]
