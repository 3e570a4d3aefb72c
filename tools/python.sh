#!/bin/sh
# Run a script with a Python of at least 3.11; on a bare Debian, as root, fetch one first.
set -eu

suitable() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
    for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
        if suitable "$candidate"; then
            echo "$candidate"
            return 0
        fi
    done
    return 1
}

if ! python=$(find_python); then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null && ! command -v python3 >/dev/null; then
        echo "Installing Python (Debian package python3-venv)"
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv >/dev/null
    fi
    if ! python=$(find_python); then
        echo "Python 3.11 or newer is needed: install it (Debian and Ubuntu: sudo apt-get install python3-venv), or name one: PYTHON=/path/to/python3 make run" >&2
        exit 1
    fi
fi
exec "$python" "$@"
