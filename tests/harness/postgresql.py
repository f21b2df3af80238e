"""A private PostgreSQL cluster that lives exactly as long as the process that asked for it.

A keeper process starts it and then waits on a pipe. When the owner ends, however it ends, the pipe
closes, and the keeper stops the server and removes its files: a killed test run leaves nothing behind.
The server listens on a Unix socket in a folder of mode 0700 and on no port, so it needs no password
and two runs never meet.

`python -m tests.harness.postgresql COMMAND …` runs COMMAND with DATABASE_URL set to an empty database
of a new cluster. With `--durable` before COMMAND the cluster waits for the disk as production does.
"""

import atexit
import getpass
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

# Test data need not survive a power cut, and waiting for the disk is most of what a small transaction costs.
VOLATILE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
SETTINGS = ("listen_addresses=", "max_connections=60", "log_min_messages=fatal")
DATABASE = "appraisal"
UNPRIVILEGED = ("postgres", "nobody")

_keeper: subprocess.Popen[str] | None = None
_url = ""


class UnavailableError(RuntimeError):
    """PostgreSQL's programs are missing, or a cluster could not be started."""


def program(name: str) -> str:
    """Return the path of a PostgreSQL program; Debian keeps the server's programs outside PATH."""
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    found = str(installed[-1]) if installed else shutil.which(name)
    if not found:
        raise UnavailableError(f"{name} not found: install the Debian package postgresql")
    return found


def account() -> str:
    """Return who runs the server: ourselves, or for root, which PostgreSQL refuses, a lesser account."""
    if os.getuid() != 0:
        return getpass.getuser()
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in UNPRIVILEGED if name in known)


def start(*, durable: bool = False) -> str:
    """Start a cluster for this process, or find the one started before, and return a URL in it."""
    global _keeper, _url
    if _keeper is None:
        command = [sys.executable, __file__, "--keep", *(["--durable"] if durable else [])]
        pipe = subprocess.PIPE
        # In a session of its own, so that Ctrl-C ends the tests first and the server after them.
        _keeper = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, start_new_session=True)
        atexit.register(stop)
        _url = wait_for(_keeper)
    return _url


def wait_for(keeper: subprocess.Popen[str]) -> str:
    assert keeper.stdout is not None
    folder = keeper.stdout.readline().strip()
    if not folder:
        raise UnavailableError("the private PostgreSQL cluster did not start; its messages are above")
    return f"postgresql://postgres@{quote(folder, safe='')}/{DATABASE}"


def stop() -> None:
    """Stop the cluster and wait until its files are gone. Doing it twice is fine."""
    global _keeper
    if _keeper is not None:
        _keeper.communicate()
        _keeper = None


def keep(*, durable: bool) -> None:
    """Run a cluster until standard input closes: the keeper's whole life."""
    folder = Path(tempfile.mkdtemp(prefix="appraisal-pg-", dir="/tmp"))
    try:
        shutil.chown(folder, account())
        serve(folder, durable=durable)
        sys.stdout.write(f"{folder}\n")
        sys.stdout.flush()
        sys.stdin.read()
    finally:
        run("pg_ctl", "stop", "--mode=immediate", f"--pgdata={folder}/data", cwd=folder, check=False)
        shutil.rmtree(folder, ignore_errors=True)


def serve(folder: Path, *, durable: bool) -> None:
    """Make a cluster in `folder`, start its server and return once it answers."""
    data = f"--pgdata={folder}/data"
    rules = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
    run("initdb", data, *rules, *([] if durable else ["--no-sync"]), cwd=folder)
    settings = [*SETTINGS, f"unix_socket_directories={folder}", *([] if durable else VOLATILE)]
    options = " ".join(f"-c {setting}" for setting in settings)
    run("pg_ctl", "start", "--wait", data, f"--log={folder}/log", f"--options={options}", cwd=folder)
    run("createdb", f"--host={folder}", "--username=postgres", DATABASE, cwd=folder)


def run(name: str, *arguments: str, cwd: Path, check: bool = True) -> None:
    """Run one of PostgreSQL's programs as the account that it accepts."""
    command = [program(name), *arguments]
    if os.getuid() != 0:
        subprocess.run(command, cwd=cwd, check=check, stdout=subprocess.DEVNULL)
        return
    user, group = account(), pwd.getpwnam(account()).pw_gid
    subprocess.run(
        command, cwd=cwd, check=check, stdout=subprocess.DEVNULL, user=user, group=group, extra_groups=[]
    )


def main(arguments: list[str]) -> int:
    durable = "--durable" in arguments
    if "--keep" in arguments:
        keep(durable=durable)
        return 0
    command = [word for word in arguments if word != "--durable"]
    environment = {**os.environ, "DATABASE_URL": start(durable=durable)}
    child = subprocess.Popen(command, env=environment)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the command; the cluster goes after it.
    return child.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
