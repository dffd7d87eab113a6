"""Two extensions, one compiled by GCC and one by Clang, called from Python inside each other's regions; then, if the
argument is `fork`, again in a forked child."""

import ctypes
import os
import sys

import runtimes

import models

FORK = sys.argv[1:] == ["fork"]
ITERATIONS, MOST_THREADS = 1000, 64
INNER_WORKERS = 2
"""Workers that the two inner teams of 2 may keep for themselves."""


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


def problems_of(work: Work, size: int, level: int) -> list[str]:
    """What is wrong with the work of a team of `size` threads."""
    once = set(work.hits_static) | set(work.hits_dynamic)
    found = (once, work.singles, work.criticals, work.team_size, work.level)
    expected = ({1}, 1, size, size, level)
    names = "runs of an iteration, singles, criticals, team size, level"
    return [f"{names}: {found}, expected {expected}"] if found != expected else []


def flat_round_trip() -> tuple[list[str], set[int]]:
    """Calls each side's worksharing inside the other side's region, directly and through Python.

    Returns the problems and the kernel's ids of the threads that took part."""
    problems, tids = [], set()
    for region, share in ((GCC.gcc_region, CLANG.clang_share), (CLANG.clang_region, GCC.gcc_share)):
        direct, through_python = Work(), Work()
        region(models.THREADS, share, ctypes.byref(direct))
        # Every thread of the region runs Python, one at a time, and leaves it for the other side's
        # constructs.
        region(models.THREADS, BODY(share), ctypes.byref(through_python))
        for work in (direct, through_python):
            problems += problems_of(work, models.THREADS, 1)
            tids |= {tid for tid in work.tids if tid}
    return problems, tids


def nested_round_trip() -> list[str]:
    """Opens each side's region inside the other side's, through Python; returns the problems."""
    problems = []
    for outer, number, inner, share in (
        (GCC.gcc_region, GCC.gcc_thread_num, CLANG.clang_region, GCC.gcc_share),
        (CLANG.clang_region, CLANG.clang_thread_num, GCC.gcc_region, CLANG.clang_share),
    ):
        GCC.gcc_nesting(2)
        CLANG.clang_nesting(2)
        works = [Work(), Work()]

        def open_inner(_, number=number, inner=inner, share=share, works=works):
            inner(2, share, ctypes.byref(works[number()]))

        outer(2, BODY(open_inner), None)
        problems += [text for work in works for text in problems_of(work, 2, 2)]
    return problems


def problems_of_child() -> list[str]:
    """Whether a forked child has problems with the same work."""
    child = os.fork()
    if child == 0:
        # Whatever happens here must not unwind into the parent's code.
        status = 1
        try:
            status = int(bool(flat_round_trip()[0] + nested_round_trip()))
        finally:
            os._exit(status)
    _, status = os.waitpid(child, 0)
    return [f"the child ended with {os.waitstatus_to_exitcode(status)}"] if status else []


def main() -> None:
    before = runtimes.threads()
    problems, tids = flat_round_trip()
    threads = runtimes.threads() - before + 1
    problems += nested_round_trip() + flat_round_trip()[0]
    threads_at_end = runtimes.threads() - before + 1
    runtimes.check_bound(models.OUT.name)
    if FORK:
        problems += problems_of_child() + flat_round_trip()[0]
    print("\n".join(problems))
    what = "wrong: each side knows only its own regions" if problems else "right"
    print(f"RESULT {what}, {threads} threads ({models.THREADS} asked for), {threads_at_end} after nested regions")
    one_pool = threads == len(tids) == models.THREADS and threads_at_end <= models.THREADS + INNER_WORKERS
    sys.exit(bool(problems) or not one_pool)


if __name__ == "__main__":
    main()
