"""Set up what `make run` or `make test` needs: python3 -m tools.install run|test

Runs on the system's Python with its standard library only. It makes .venv, installs the locked
Python packages, and, as root, the system libraries that are missing; what only an
administrator can install it names in one line. What is up to date is not touched again.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from core.documents import libraries

BASE_DIR = Path(__file__).resolve().parent.parent
VENV = BASE_DIR / ".venv"
PYTHON = VENV / "bin/python"
DRIVER = {"libatomic.so.1": "libatomic1"}  # of the browser tests: its Node asks for it
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CJK_FONTS = ("/usr/share/fonts", "/usr/local/share/fonts", str(Path("~/.fonts").expanduser()))
PIP = ("-m", "pip", "--disable-pip-version-check", "--no-input", "install", "-qq")
LOCKED = ("--require-hashes", "--only-binary=:all:", "-r")


def main(purpose: str) -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 (whoever has less must be told so)
        sys.exit(
            f"需要 Python 3.11，现为 {sys.version.split()[0]}：可用 make {purpose} PYTHON=python3.11 指定。"
        )
    os.chdir(BASE_DIR)
    os.umask(0o022)
    lock = "requirements-dev.lock" if purpose == "test" else "requirements.lock"
    missing = libraries.missing() + (missing_for_tests() if purpose == "test" else [])
    make_venv(missing)
    install_python(lock)
    if missing and not apt_install(missing):
        print(f"缺少系统软件，请管理员执行：apt-get install {' '.join(missing)}", file=sys.stderr)
        if purpose == "test" and os.environ.get("CI") == "true":
            sys.exit(1)


def make_venv(also_missing: list[str]) -> None:
    """A virtual environment with pip in it, also without the package python3-venv."""
    if works(PYTHON, "-m", "pip", "--version"):
        return
    say("建立 Python 虚拟环境 .venv")
    if new_venv():
        return
    if new_venv("--without-pip") and works(
        sys.executable, "-m", "pip", "--python", PYTHON, "install", "-qq", "pip"
    ):
        return
    if apt_install(["python3-venv"]) and new_venv():
        return
    if new_venv("--without-pip") and unpack_pip():
        return
    shutil.rmtree(VENV, ignore_errors=True)
    packages = " ".join(["python3-venv", *also_missing])  # all at once: nobody asks an administrator twice
    sys.exit(f"无法建立虚拟环境，请管理员执行：apt-get install {packages}")


def new_venv(*options: str) -> bool:
    shutil.rmtree(VENV, ignore_errors=True)
    return works(sys.executable, "-m", "venv", *options, VENV)


def unpack_pip() -> bool:
    """Debian's pip out of its package: to download and unpack it takes no administrator."""
    with tempfile.TemporaryDirectory() as place:
        if not works("apt-get", "-qq", "download", "python3-pip-whl", cwd=place):
            return False
        packages = Path(place).glob("*.deb")
        if not all(works("dpkg-deb", "-x", package, place) for package in packages):
            return False
        wheels = Path(place).glob("usr/share/python-wheels/pip-*.whl")
        return any(works(PYTHON, wheel / "pip", "install", "-qq", "--no-index", wheel) for wheel in wheels)


def install_python(lock: str) -> None:
    """The locked packages. The lock of the tests contains that of the application."""
    content = digest(BASE_DIR / lock)
    stamps = [VENV / f".{name}" for name in {lock, "requirements-dev.lock"}]
    if any(stamp.exists() and stamp.read_text() == digest(BASE_DIR / stamp.name[1:]) for stamp in stamps):
        return
    say("安装 Python 组件（第一次需要几分钟）")
    run(PYTHON, *PIP, *LOCKED, lock)
    (VENV / f".{lock}").write_text(content)


def missing_for_tests() -> list[str]:
    """Debian packages of a browser, of what drives it, and of a Chinese font for its pictures."""
    packages = [] if any(map(shutil.which, BROWSERS)) else ["chromium-headless-shell"]
    packages += libraries.missing(DRIVER)
    fonts = any(found for root in CJK_FONTS for found in Path(root).rglob("*CJK*"))
    return packages if fonts else [*packages, "fonts-noto-cjk"]


def apt_install(packages: Iterable[str]) -> bool:
    """Install Debian packages if we may; False if not."""
    if os.geteuid() or not shutil.which("apt-get"):
        return False
    say(f"安装系统软件 {' '.join(packages)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return works("apt-get", "-qq", "update", environment=environment) and works(
        "apt-get", "-qq", "install", "-y", "--no-install-recommends", *packages, environment=environment
    )


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def works(*words: "str | Path", environment: "dict[str, str] | None" = None, cwd: str | None = None) -> bool:
    """Does this command succeed? Its words are shown nowhere."""
    try:
        done = subprocess.run(words, env=environment, cwd=cwd, capture_output=True, check=False)
    except OSError:
        return False
    return done.returncode == 0


def run(*words: "str | Path") -> None:
    """Run a command, and end with its words where it fails."""
    done = subprocess.run(words, check=False)
    if done.returncode:
        sys.exit(f"失败：{' '.join(map(str, words))}")


def say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit("安装中断；再次执行同一命令即可接着安装。")
