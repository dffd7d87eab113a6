"""Forks while another Python thread is fitting, so the fork comes somewhere inside the runtime; each child fits too."""

import os
import threading
import time

import models
import runtimes

FORKS = 10
PATIENCE = 20
"""Seconds that a child may take before the other thread is asked to stop."""


def wait(child: int, patience: float) -> tuple[int, int]:
    """As os.waitpid, but returns (0, 0) if the child did not end in `patience` seconds."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return ended, status
        time.sleep(0.01)
    return 0, 0


def main() -> None:
    models.check("hgb", models.hgb())
    runtimes.check_bound("sklearn")
    stop = threading.Event()
    failed: list[BaseException] = []

    def keep_fitting() -> None:
        try:
            while not stop.is_set():
                models.check("hgb", models.hgb())
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=keep_fitting)
    thread.start()
    try:
        for _ in range(FORKS):
            child = os.fork()
            if child == 0:
                # Whatever happens here must not unwind into the parent's code.
                status = 1
                try:
                    models.check("hgb", models.hgb())
                    status = 0
                finally:
                    os._exit(status)
            ended, status = wait(child, PATIENCE)
            if ended == 0:
                # Without the other thread's work the watchdog can tell a child that hangs from one
                # that is slow.
                stop.set()
                _, status = os.waitpid(child, 0)
            if status != 0:
                raise AssertionError(f"a child ended with {os.waitstatus_to_exitcode(status)}")
    finally:
        stop.set()
        thread.join()
    if failed:
        raise failed[0]
    print(f"RESULT works; {FORKS} children")


if __name__ == "__main__":
    main()
