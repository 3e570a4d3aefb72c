"""Does the API answer as its OpenAPI document says? Thousands of generated requests.

    python benchmarks/contract.py http://127.0.0.1:8000 [CASES_PER_OPERATION] [-H "Cookie: …"]

Asks a running portal by schemathesis with all its checks: no 5xx, no status, content type or shape
that the document does not tell, nothing accepted that it forbids. Schemathesis is no part of the
portal: install it where you like and put its `schemathesis` on the PATH. Start the portal with
`API_RATE_OF_ADDRESS=1000000/min API_RATE_OF_PERSON=1000000/min`, or most answers are 429. For who
is signed in give his cookie; writing needs `X-CSRFToken` too.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

CONFIGURATION = Path(__file__).with_name("contract.toml")
PHASES = "examples,coverage,fuzzing"


def main() -> int:
    if len(sys.argv) < 2:
        print(__doc__)
        return 2
    tool = shutil.which("schemathesis")
    if tool is None:
        print("There is no schemathesis on the PATH: pip install schemathesis")
        return 2
    address, *more = sys.argv[1:]
    cases = more.pop(0) if more and more[0].isdecimal() else "100"
    schema = CONFIGURATION.parents[1] / "docs" / "openapi.yaml"
    command = [tool, "--config-file", str(CONFIGURATION), "run", str(schema), "--url", address]
    options = ["-n", cases, "-w", "2", "--phases", PHASES, "--continue-on-failure", "--no-color"]
    options += ["--request-timeout", "60", *more]
    return subprocess.run([*command, *options], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
