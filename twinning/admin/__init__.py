"""Places abroad in the administration."""

from twinning.admin import municipalities  # noqa: F401 - registers itself
