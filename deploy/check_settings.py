"""Refuse a wrong configuration in one sentence, before a server turns it into a long traceback."""

import sys

from django.core.exceptions import ImproperlyConfigured

sys.path.insert(0, ".")
try:
    import config.settings  # noqa: F401
except ImproperlyConfigured as error:
    sys.exit(str(error))
