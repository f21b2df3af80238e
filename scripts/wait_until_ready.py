"""Wait until an address answers 200, for at most a minute, and only while the given processes live.

Usage: wait_until_ready.py URL PID…; exit status 0 when it answers.
"""

import http.client
import os
import sys
import time
from urllib.parse import urlsplit


def answers(url: str) -> bool:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=5)
    try:
        connection.request("GET", parts.path)
        return connection.getresponse().status == http.client.OK
    except OSError:
        return False
    finally:
        connection.close()


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def main(url: str, *pids: str) -> int:
    end = time.monotonic() + 60
    while time.monotonic() < end and all(alive(int(pid)) for pid in pids):
        if answers(url):
            return 0
        time.sleep(0.1)
    return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
