"""python -m tools.nightly: a backup every night. Until its hour this small process waits, without Django's sixty megabytes."""

import signal
import subprocess
import sys
import time
from datetime import datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path
from zoneinfo import ZoneInfo

from tools.processes import bound

NIGHTLY = time_of_day(1, 30)
OFFICE = ZoneInfo("Asia/Shanghai")
BASE_DIR = Path(__file__).resolve().parent.parent
BACKUP = (sys.executable, str(BASE_DIR / "manage.py"), "backup", "--keep", "14", "--skip-checks")


def seconds_until_next(moment: datetime) -> float:
    """From a moment of the office to the next time that the nightly backup is made."""
    tonight = moment.replace(hour=NIGHTLY.hour, minute=NIGHTLY.minute, second=0, microsecond=0)
    return ((tonight if tonight > moment else tonight + timedelta(days=1)) - moment).total_seconds()


def main() -> None:
    while True:
        time.sleep(seconds_until_next(datetime.now(OFFICE)))
        # Where it fails it is made tomorrow; doctor tells that there is none.
        subprocess.run(BACKUP, cwd=BASE_DIR, check=False, preexec_fn=bound(signal.SIGKILL))


if __name__ == "__main__":
    main()
