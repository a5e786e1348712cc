"""Makes the virtual environment that the comparison and the benchmark run in, in cargo's target folder.

It never installs into the machine's own Python, and asks the network only when requirements.txt has changed.
Run by itself it prints the environment's Python.
"""

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
FOLDER = ROOT / os.environ.get("CARGO_TARGET_DIR", "target") / "compare" / "venv"
PYTHON = FOLDER / "bin" / "python"


def make() -> None:
    """Makes the environment, unless it is there with these very requirements."""
    wanted = (HERE / "requirements.txt").read_text()
    installed = FOLDER / "installed.txt"
    if installed.exists() and installed.read_text() == wanted:
        return
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", FOLDER], stdout=sys.stderr)
    if made.returncode != 0:
        sys.exit(f"{sys.executable} -m venv failed; on Debian, install python3-venv")
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement", HERE / "requirements.txt"]
    if subprocess.run(pip, stdout=sys.stderr).returncode != 0:
        sys.exit("pip could not install tests/compare/requirements.txt")
    installed.write_text(wanted)


def enter() -> None:
    """Goes on in the environment: starts the running script anew with its Python and its time zone database."""
    if Path(sys.prefix) == FOLDER and os.environ.get("PYTHONTZPATH") == "":
        return
    make()
    # An empty search path has zoneinfo read the pinned tzdata package, not the machine's files.
    os.execve(PYTHON, [str(PYTHON), *sys.argv], {**os.environ, "PYTHONTZPATH": ""})


if __name__ == "__main__":
    make()
    print(PYTHON)
