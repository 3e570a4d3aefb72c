"""Start and stop the PostgreSQL and Redis of this checkout.

    tools/stack.py start [--throwaway]   start both (throwaway: fast, not safe against a power cut)
    tools/stack.py stop                  stop both
    tools/stack.py status                say what runs; exit code 1 when something does not
    tools/stack.py env [--throwaway]     start both and print exports:  eval "$(tools/stack.py env)"

Data lies under $MOSTY_VAR (var/ when unset). What DATABASE_URL, PGHOST or REDIS_URL already name
is left alone.
"""

from __future__ import annotations

import argparse
import shlex
import sys

from servers import StackError, open_standard_streams, own_servers, start_all, stop_all, var_folder


def status() -> int:
    """Print one line per server and say by the exit code whether all of them run."""
    servers = own_servers(var_folder())
    for server in servers:
        state = "runs" if server.running() else "is stopped"
        settings = " ".join(f"{name}={value}" for name, value in server.env().items())
        print(f"{type(server).__name__} {state}: {settings}")
    if not servers:
        print("DATABASE_URL or PGHOST and REDIS_URL name other servers; nothing here is ours.")
    return 0 if all(server.running() for server in servers) else 1


def print_env(*, throwaway: bool) -> int:
    """Start what is ours and print shell exports for it."""
    for name, value in start_all(var_folder(), throwaway=throwaway).items():
        print(f"export {name}={shlex.quote(value)}")
    return 0


def main() -> int:
    """Read the verb and do it."""
    open_standard_streams()
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("verb", choices=("start", "stop", "status", "env"))
    parser.add_argument("--throwaway", action="store_true")
    chosen = parser.parse_args()
    if chosen.verb == "env":
        return print_env(throwaway=chosen.throwaway)
    if chosen.verb == "start":
        start_all(var_folder(), throwaway=chosen.throwaway)
    elif chosen.verb == "stop":
        stop_all(var_folder())
    return status() if chosen.verb in {"start", "status"} else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except StackError as error:
        sys.exit(f"{error}")
