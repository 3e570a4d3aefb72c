"""The portal beside the floor (SQL behind a bare WSGI application) and plain DRF, in one run.

    python benchmarks/speed.py JUDGE [COUNT] [--prepare] [--seconds 3] [--reps 3]

JUDGE is the folder of the speed harness (its README says what it needs: PostgreSQL's programs,
wrk, a virtual environment below $BENCH_WORK); nothing of it is copied. `--prepare` makes its data
set of COUNT projects (10,000 if not said) and three databases: floor, plain DRF and the portal's
own (migrated and filled by `benchmarks/speed_data.py`). The portal is served as in production, by
one process, with all middleware, permissions and throttling; only the rate limit is higher, since
all requests come from one address. Prints the table of docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.searches import phrases, rates  # noqa: E402 - run as a file
from benchmarks.unchanged import compared, served, wait_for  # noqa: E402

PORT = 8137
FLOOR_PORT = 8101
PHRASES = 300
SITE = f"https://127.0.0.1:{PORT}"
# The same facts that the others give: of a project's fields those that the data set has.
FIELDS = "id,title,description,kind,status,parties,themes,territories,cost,start_on,end_on"
LIST = f"/api/v1/projects/?page_size=20&fields={FIELDS}"
URLS = {
    "W0": "/healthz",
    "W1": f"{LIST}&count=exact",
    "W1d": "/api/v1/projects/?page_size=20&count=exact",
    "W1h": "/projects/",
    "W2": f"{LIST}&count=exact&oblast={{oblast_code}}&themes={{sector_code}}"
    "&status={status_code}&ordering=-start_on",
    "W3c": f"{LIST}&cursor={{cursor}}",
    "W4": "/api/v1/projects/{public_id}/",
    "W5": f"{LIST}&search={{q}}&ordering=-start_on",
    "W6": "/api/v1/statistics/",
    "W7": f"/api/v1/projects/?format=csv&fields={FIELDS}",
    "W7j": f"/api/v1/projects/?format=ndjson&fields={FIELDS}",
}
# Work item of ours → that of the floor, that of plain DRF, the goal of the first ratio.
COMPARED = {
    "W1": ("W1n", "W1", 0.8),
    "W2": ("W2", "W2", 0.8),
    "W3c": ("W3c", "W3", 0.8),
    "W4": ("W4", "W4", 0.6),
    "W5": ("W5", "W5", 1.5),
}
WORK = "W0,W1n,W1,W1d,W1h,W2,W3,W3c,W4,W5"
PREPARATION = (
    "pg/start.sh",
    "python gen/generate.py --projects {n} --out {work}/data/{n}",
    "pg/load.sh floor_{n} {n} indexes_floor.sql",
    "pg/load.sh plain_{n} {n} indexes_plain.sql",
)


def main() -> None:
    asked = _arguments()
    env = _environment(asked.judge)
    if asked.prepare:
        prepare(asked.judge, asked.count, env)
    target = _target(asked.count, env)
    bench = [env["BENCH_PY"], "harness/bench.py"]
    common = ["--targets", f"floor,drf,{target}", "--n", str(asked.count), "--reps", asked.reps]
    load = ["run", *common, "--work", asked.work, "--conns", "1", "--seconds", asked.seconds]
    subprocess.run([*bench, *load], cwd=asked.judge, env=env, check=True)
    if asked.exports:
        refresh(asked.count, env)
        once = ["once", *common, "--work", "W6,W7,W7j"]
        subprocess.run([*bench, *once], cwd=asked.judge, env=env, check=True)
    print(table(Path(env["BENCH_OUT"])))
    print(pages_table(asked, env))
    print(unchanged_table(asked, env))
    print(searches_said(asked, env))


def pages_table(asked: argparse.Namespace, env: Mapping[str, str]) -> str:
    """What the pages cost the processor, W1h among them; the log is no part of it."""
    command = [sys.executable, "benchmarks/pages.py"]
    return subprocess.run(
        command,
        cwd=ROOT,
        env=_of_portal(asked.count, env),
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ).stdout


def searches_said(asked: argparse.Namespace, env: Mapping[str, str]) -> str:
    """W5 with phrases that are asked once each."""
    ours, floor = f"127.0.0.1:{PORT}", f"127.0.0.1:{FLOOR_PORT}"
    serve = [f"{asked.judge}/peers/floor/serve.sh", str(asked.count), "1", str(FLOOR_PORT)]
    projects = Path(env["BENCH_WORK"]) / "data" / str(asked.count) / "project.csv"
    with (
        served([*_gunicorn(), "--workers", "1", "-b", ours], _of_portal(asked.count, env)),
        served(serve, env),
    ):
        wait_for(f"http://{ours}/healthz")
        wait_for(f"http://{floor}/ping")
        addresses = {
            "portal": f"http://{ours}{URLS['W5']}&count=exact",
            "floor": f"http://{floor}/w5?q={{q}}",
        }
        warm = phrases(projects, 7)
        rates(warm, addresses)
        words = [one for one in phrases(projects, PHRASES) if one not in warm]
        found = rates(words, addresses)
    ratio = found["portal"] / found["floor"]
    return (
        f"W5, {len(words)} phrases asked once: portal {found['portal']:.0f} a second, "
        f"floor {found['floor']:.0f}, {ratio:.2f} of the floor (goal 1.5)"
    )


def refresh(count: int, env: Mapping[str, str]) -> None:
    """As the worker does every few seconds."""
    said = "from portal.figures import refresh; refresh()"
    shell = [sys.executable, "manage.py", "shell", "-v0", "-c", said]
    subprocess.run(shell, cwd=ROOT, env=_of_portal(count, env), check=True)


def unchanged_table(asked: argparse.Namespace, env: Mapping[str, str]) -> str:
    """304 beside an empty view of ours."""
    params = Path(env["BENCH_WORK"]) / "data" / str(asked.count) / "params.json"
    one = json.loads(params.read_text(encoding="utf-8"))["W4"][0]["public_id"]
    server = [*_gunicorn(), "--workers", "1", "-b", f"127.0.0.1:{PORT}"]
    found = compared(
        [*server, "benchmarks.unchanged:with_empty_view()"],
        f"http://127.0.0.1:{PORT}",
        {"304 of a list": URLS["W1"], "304 of a record": f"/api/v1/projects/{one}/"},
        env=_of_portal(asked.count, env),
        seconds=asked.seconds,
        rounds=int(asked.reps),
    )
    said = ["| answer | a second | empty view | of the empty view | goal |"]
    said.append("| --- | ---: | ---: | ---: | ---: |")
    said += [
        f"| {name} | {ours:.0f} | {empty:.0f} | {ours / empty:.2f} | 0.8 |"
        for name, (ours, empty) in found.items()
    ]
    return "\n".join(said)


def _gunicorn() -> list[str]:
    program = shutil.which("gunicorn", path=str(Path(sys.executable).parent)) or "gunicorn"
    return [program, "--chdir", str(ROOT), "-c", str(ROOT / "deploy/gunicorn.conf.py")]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("judge", type=Path)
    parser.add_argument("count", type=int, nargs="?", default=10_000)
    parser.add_argument("--prepare", action="store_true")
    parser.add_argument("--exports", action="store_true")
    parser.add_argument("--work", default=WORK)
    parser.add_argument("--seconds", default="3")
    parser.add_argument("--reps", default="3")
    return parser.parse_args()


def _environment(judge: Path) -> dict[str, str]:
    """As the harness sets it for its own scripts, and a result file for this run alone."""
    said = subprocess.run(
        ["/bin/bash", "-c", f". {judge}/env.sh && env -0"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    env = dict(one.partition("=")[::2] for one in said.split("\0") if one)
    results = Path(env["BENCH_WORK"]) / "out" / "speed.jsonl"
    results.unlink(missing_ok=True)
    return env | {"BENCH_OUT": str(results)}


def prepare(judge: Path, count: int, env: Mapping[str, str]) -> None:
    for step in PREPARATION:
        said = step.format(n=count, work=env["BENCH_WORK"]).split()
        program = [env["BENCH_PY"], *said[1:]] if said[0] == "python" else said
        subprocess.run(program, cwd=judge, env=dict(env), check=True)
    ours = _of_portal(count, env)
    for name in ("dropdb --if-exists", "createdb"):
        subprocess.run([*name.split(), ours["PGDATABASE"]], env=ours, check=True)
    folder = f"{env['BENCH_WORK']}/data/{count}"
    for work in (["manage.py", "migrate", "-v0"], ["benchmarks/speed_data.py", folder]):
        subprocess.run(
            [sys.executable, *work], cwd=ROOT, env=ours | {"MOSTY_MODE": "trial"}, check=True
        )
    statics = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]
    subprocess.run(statics, cwd=ROOT, env=ours, check=True)


def _of_portal(count: int, env: Mapping[str, str]) -> dict[str, str]:
    """Production, with what an installation has to say."""
    return dict(env) | {
        "MOSTY_MODE": "production",
        "PGDATABASE": f"portal_{count}",
        "SITE_URL": SITE,
        "ALLOWED_HOSTS": "127.0.0.1",
        "SECRET_KEY": "of-the-speed-comparison-and-nothing-else",
        "EMAIL_URL": "smtp://127.0.0.1:9",
        "DEFAULT_FROM_EMAIL": "office@mosty.example",
        "TRUST_PROXY": "1",
        "WEB_WORKERS": "1",
        "API_RATE_OF_ADDRESS": "100000000/min",
        "LOG_LEVEL": env.get("LOG_LEVEL", "INFO"),
    }


def _target(count: int, env: Mapping[str, str]) -> Path:
    """Says to the harness how the portal is served and asked."""
    folder = Path(env["BENCH_WORK"]) / "run"
    ours = _of_portal(count, env)
    changed = {name: value for name, value in ours.items() if env.get(name) != value}
    server = ["env", *(f"{name}={value}" for name, value in changed.items())]
    server += [*_gunicorn(), "--workers", "{procs}", "-b", "127.0.0.1:{port}"]
    said = {
        "name": "portal",
        "base": f"http://127.0.0.1:{PORT}",
        "serve": server,
        "ready": "/healthz",
        # As the proxy in front of it says.
        "headers": {"Accept": "application/json", "X-Forwarded-Proto": "https"},
        "urls": URLS,
    }
    path = folder / "portal.json"
    path.write_text(json.dumps(said), encoding="utf-8")
    return path


def table(results: Path) -> str:
    """Medians of requests per second, how ours compare, and the processor's milliseconds of a
    request: the server's and PostgreSQL's.
    """
    rates: dict[tuple[str, str], list[float]] = {}
    spent: dict[tuple[str, str], list[tuple[float, float]]] = {}
    lines = results.read_text(encoding="utf-8").splitlines()
    for one in map(json.loads, lines):
        if one["cmd"] in {"run", "once"} and not one.get("error"):
            rate = one["rps"] if one["cmd"] == "run" else one.get("rows_s", 1 / one["seconds"])
            rates.setdefault((one["target"], one["work"]), []).append(rate)
        if one["cmd"] == "run" and not one.get("error"):
            both = one["cpu_app_ms"], one["cpu_pg_ms"]
            spent.setdefault((one["target"], one["work"]), []).append(both)
    median = {key: statistics.median(values) for key, values in rates.items()}
    said = [
        "| work | portal | floor | plain DRF | of the floor | goal | times DRF | CPU ms | floor |"
    ]
    said.append("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    exports = {"W6": ("W6", "W6", "≤ 50 ms"), "W7": ("W7", "W7", 0.5), "W7j": ("W7", "W7", 0.5)}
    for work, (floor, drf, goal) in (COMPARED | exports).items():
        known = median.get(("portal", work)), median.get(("floor", floor)), median.get(("drf", drf))
        if None not in known:
            ours, theirs, plain = (float(one or 0) for one in known)
            said.append(
                f"| {work} | {ours:.0f} | {theirs:.0f} | {plain:.1f} | {ours / theirs:.2f} "
                f"| {goal} | {ours / plain:.1f} "
                f"| {_cpu(spent, ('portal', work))} | {_cpu(spent, ('floor', floor))} |"
            )
    said += [
        f"| {work} | {median['portal', work]:.0f} | | | | | | {_cpu(spent, ('portal', work))} | |"
        for work in ("W0", "W1d", "W1h")
        if ("portal", work) in median
    ]
    return "\n".join(said)


def _cpu(spent: Mapping[tuple[str, str], list[tuple[float, float]]], key: tuple[str, str]) -> str:
    """The server's and PostgreSQL's, medians; nothing where only whole answers were timed."""
    if key not in spent:
        return ""
    return " + ".join(f"{statistics.median(each):.1f}" for each in zip(*spent[key], strict=True))


if __name__ == "__main__":
    os.umask(0o022)
    main()
