# The portal as one image: the same for the web server, the worker, the scheduler and migrations.
# Any Debian-like base with Python 3.11 or newer serves:  docker build --build-arg BASE=…
ARG BASE=python:3.11-slim-bookworm

FROM ${BASE} AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python3 -m venv /opt/venv
COPY requirements/base.lock /tmp/base.lock
RUN /opt/venv/bin/pip install --require-hashes --no-deps -r /tmp/base.lock
COPY . /app
WORKDIR /app
# Static files and catalogues belong to the image: every container serves exactly its own version.
RUN MOSTY_BUILD=1 MOSTY_MODE=trial MOSTY_VAR=/var/lib/mosty \
    /opt/venv/bin/python tools/prepare.py compile_catalogues collectstatic \
    && /opt/venv/bin/python -m compileall -q /app

FROM ${BASE}
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=config.settings \
    MOSTY_MODE=production \
    MOSTY_VAR=/var/lib/mosty \
    PORT=8000
RUN groupadd --gid 10001 mosty \
    && useradd --uid 10001 --gid 10001 --home-dir /var/lib/mosty --no-create-home --shell /usr/sbin/nologin mosty \
    && install -d -o mosty -g mosty /var/lib/mosty /var/lib/mosty/media
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
COPY --from=build /var/lib/mosty/static /var/lib/mosty/static
WORKDIR /app
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
    CMD ["python", "deploy/healthcheck.py"]
ENTRYPOINT ["sh", "deploy/entrypoint.sh"]
CMD ["web"]
