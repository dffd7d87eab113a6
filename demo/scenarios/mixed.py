"""Two extensions, one compiled by GCC and one by Clang, called from Python inside each other's regions; then, if the
argument is `fork`, again in a forked child."""

import ctypes
import os
import sys

import runtimes

import models

FORK = sys.argv[1:] == ["fork"]
ITERATIONS, MOST_THREADS = 1000, 64


class Work(ctypes.Structure):
    """struct work of mixed/side.h."""

    _fields_ = [
        ("hits_static", ctypes.c_int * ITERATIONS),
        ("hits_dynamic", ctypes.c_int * ITERATIONS),
        ("singles", ctypes.c_int),
        ("criticals", ctypes.c_int),
        ("team_size", ctypes.c_int),
        ("level", ctypes.c_int),
        ("tids", ctypes.c_int * MOST_THREADS),
    ]


BODY = ctypes.CFUNCTYPE(None, ctypes.c_void_p)
GCC = ctypes.CDLL(str(models.OUT / "libgccside.so"))
CLANG = ctypes.CDLL(str(models.OUT / "libclangside.so"))
for function in (GCC.gcc_share, CLANG.clang_share):
    function.argtypes = [ctypes.c_void_p]


def problem(work: Work, size: int, level: int) -> str:
    """What is wrong with the work of a team of `size` threads, or nothing."""
    once = set(work.hits_static) | set(work.hits_dynamic)
    found = (once, work.singles, work.criticals, work.team_size, work.level)
    expected = ({1}, 1, size, size, level)
    return (
        ""
        if found == expected
        else f"runs of an iteration, singles, criticals, team size, level: {found}, expected {expected}"
    )


def round_trip() -> tuple[list[str], set[int]]:
    """Calls each side's worksharing inside the other side's region, also through Python and nested.

    Returns the problems and the kernel's ids of the threads that took part."""
    size = models.THREADS
    problems, tids = [], set()
    for region, share in ((GCC.gcc_region, CLANG.clang_share), (CLANG.clang_region, GCC.gcc_share)):
        direct, through_python = Work(), Work()
        region(size, share, ctypes.byref(direct))
        # Every thread of the region runs Python, one at a time, and leaves it for the other side's constructs.
        region(size, BODY(share), ctypes.byref(through_python))
        for work in (direct, through_python):
            problems.append(problem(work, size, 1))
            tids |= {tid for tid in work.tids if tid}
    GCC.gcc_nesting(2)
    CLANG.clang_nesting(2)
    nested = [Work(), Work()]
    GCC.gcc_region(
        2, BODY(lambda _: CLANG.clang_region(2, GCC.gcc_share, ctypes.byref(nested[GCC.gcc_thread_num()]))), None
    )
    for work in nested:
        problems.append(problem(work, 2, 2))
        tids |= {tid for tid in work.tids if tid}
    return [text for text in problems if text], tids


def again_in_child() -> list[str]:
    """The problem that a forked child has with the same work, if any."""
    child = os.fork()
    if child == 0:
        # Whatever happens here must not unwind into the parent's code.
        status = 1
        try:
            status = int(bool(round_trip()[0]))
        finally:
            os._exit(status)
    _, status = os.waitpid(child, 0)
    return [f"the child ended with {os.waitstatus_to_exitcode(status)}"] if status else []


def main() -> None:
    before = runtimes.threads()
    problems, tids = round_trip()
    threads = runtimes.threads() - before + 1
    runtimes.check_bound(models.OUT.name)
    if FORK:
        problems += again_in_child() + round_trip()[0]
    print("\n".join(problems))
    what = "wrong: each side knows only its own regions" if problems else "right"
    print(f"RESULT {what}, {threads} threads ({models.THREADS} asked for)")
    sys.exit(bool(problems) or threads != models.THREADS or len(tids) != models.THREADS)


if __name__ == "__main__":
    main()
