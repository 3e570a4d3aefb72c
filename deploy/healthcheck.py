"""Ask the web server of this container whether it lives; the exit code is the answer."""

import http.client
import os
import sys

# The portal answers only to its own name, and only over TLS: say both, as the proxy does.
host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0]
headers = {"Host": host, "X-Forwarded-Proto": "https"}
try:
    link = http.client.HTTPConnection("127.0.0.1", int(os.environ.get("PORT", "8000")), timeout=4)
    link.request("GET", "/healthz", headers=headers)
    sys.exit(link.getresponse().status != http.HTTPStatus.OK)
except OSError as error:
    sys.exit(str(error))
