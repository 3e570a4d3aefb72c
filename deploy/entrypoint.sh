#!/bin/sh
# What a container of the portal does: web, worker, beat, migrate, or any management command.
set -eu

python deploy/check_settings.py

case "${1:-web}" in
web)
    exec gunicorn -c deploy/gunicorn.conf.py
    ;;
worker)
    exec celery -A config.celery worker --loglevel INFO --concurrency "${WORKER_CONCURRENCY:-2}"
    ;;
beat)
    exec celery -A config.celery beat --loglevel INFO --pidfile= --schedule /tmp/beat
    ;;
migrate)
    exec python tools/prepare.py "migrate --noinput" load_reference apply_roles
    ;;
manage)
    shift
    exec python manage.py "$@"
    ;;
*)
    exec "$@"
    ;;
esac
