#!/bin/sh
# Write .env for docker compose: generated secrets, and the few answers only you know.
#   sh deploy/new-env.sh portal.example.org smtp+tls://user:password@mail.example.org:587 portal@example.org
set -eu
cd "$(dirname "$0")/.."

if [ "$#" -ne 3 ]; then
    echo "usage: sh deploy/new-env.sh HOST EMAIL_URL FROM_ADDRESS" >&2
    exit 2
fi
if [ -e .env ]; then
    echo ".env exists already and holds the secrets of this installation; nothing was changed." >&2
    exit 1
fi

random() {
    head -c 48 /dev/urandom | od -An -v -tx1 | tr -d ' \n'
}

umask 077
cat > .env.new <<ENV
# Secrets and answers of this installation. Keep a copy in a safe place, never in the repository.
SITE_HOST=$1
EMAIL_URL=$2
DEFAULT_FROM_EMAIL=$3
# internal: a certificate of its own making. An e-mail address: certificates from Let's Encrypt.
TLS=internal
SECRET_KEY=$(random)
POSTGRES_PASSWORD=$(random)
REDIS_PASSWORD=$(random)
ENV
mv .env.new .env
echo ".env is written; set TLS in it, then: docker compose up -d"
