"""Three hundred reports over a line that drops, from a real browser: `python -m bench.phone [MANY]`.

The story of tests/browser/test_grid_phone.py with as many: each must come once, though two of three answers are lost.
"""

import os
import subprocess
import sys

STORY = "tests/browser/test_grid_phone.py::test_many_go_up_once_over_a_line_that_drops"


def main(many: str = "300") -> int:
    run = [sys.executable, "-m", "pytest", STORY, "-q", "-p", "no:cacheprovider"]
    return subprocess.run(run, env={**os.environ, "PHONE_REPORTS": many}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
