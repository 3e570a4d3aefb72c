"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application
from django.utils.module_loading import import_string

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

everybodys = get_wsgi_application()
# It can be imported only now that Django is set up.
application = import_string("common.registers.short_way.ShortWay")(everybodys)
