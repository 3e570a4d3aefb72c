"""Places abroad in the administration."""

from twinning.admin import letters, links, municipalities  # noqa: F401 - they register themselves
