"""Tries the wheel in a Python of another architecture, where the wheel is installed: tests/aarch64 runs this, as

    PYTHON tests/aarch64-wheel.py SIDE…

SIDE is a library with a function `members`, which opens a region and counts its members. FERROMP_CTESTS_RUNNER is the
command that runs programs of the architecture. The last line has the figures, as cargo's tests have them.
"""

import ctypes
import os
import platform
import struct
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cargo_like
import ferromp

SIDES = sys.argv[1:]
PACKAGE = Path(ferromp.__file__).parent
LIBRARY = str(PACKAGE / "lib/libgomp.so.1")
NAMES = ("libgomp.so.1", "libgomp.so.1.0.0", "libomp.so.5", "libiomp5.so")
MACHINES = {"x86_64": 62, "aarch64": 183}


def machine_of(file: Path) -> int:
    number: int = struct.unpack_from("<H", file.read_bytes(), 0x12)[0]
    return number


def python(code: str, **variables: str) -> str:
    """What another interpreter prints, which must end well."""
    command = [sys.executable, "-c", code, *SIDES]
    done = subprocess.run(command, env=os.environ | variables, stdout=subprocess.PIPE, text=True, check=True, cwd="/")
    return done.stdout.strip()


def test_all_files_are_for_this_machine() -> None:
    files = [*(PACKAGE / "lib").iterdir(), PACKAGE / "bin/ferromp"]
    assert sorted(file.name for file in files) == sorted([*NAMES, "ferromp"])
    assert {machine_of(file) for file in files} == {MACHINES[platform.machine()]}
    assert [str(file) for file in files if file.stat().st_size > 8 << 10] == [LIBRARY, str(files[-1])]


def test_the_process_runs_on_the_wheels_library() -> None:
    info = ferromp.info()
    assert (info["active"], info["library"], info["threads"], info["limit"]) == (True, LIBRARY, 3, None), info


def test_each_name_opens_the_one_library() -> None:
    for first in range(len(NAMES)):
        libraries = [ctypes.CDLL(NAMES[(first + i) % len(NAMES)]) for i in range(len(NAMES))]
        libraries[0].omp_set_num_threads(5 + first)
        assert [library.omp_get_max_threads() for library in libraries] == [5 + first] * len(NAMES)
    libraries[0].omp_set_num_threads(3)
    with open("/proc/self/maps") as maps:
        files = {line.split()[-1] for line in maps if "omp" in line.split()[-1].rpartition("/")[2]}
    assert [file for file in files if os.path.getsize(file) > 100000] == [LIBRARY], files


def test_both_compilers_libraries_run_on_it() -> None:
    sides = [ctypes.CDLL(side) for side in SIDES]
    assert len(sides) == 2 and [side.members() for side in sides] == [3, 3]
    assert {side: ferromp.info()["bound"][side] for side in SIDES} == dict.fromkeys(SIDES, [LIBRARY])


def test_a_limit_holds_for_all_threads() -> None:
    sides = [ctypes.CDLL(side) for side in SIDES]
    with ThreadPoolExecutor(4) as pool:
        count = lambda i: sides[i % len(sides)].members()
        assert set(pool.map(count, range(40))) == {3}
        with ferromp.limit(2):
            assert set(pool.map(count, range(40))) == {2}
        assert set(pool.map(count, range(40))) == {3}


def test_the_statistics_count_regions() -> None:
    before = ferromp.stats()
    for side in SIDES:
        for _ in range(10):
            ctypes.CDLL(side).members()
    regions = [sum(place["regions"] for place in stats["regions"]) for stats in (before, ferromp.stats())]
    assert regions[1] - regions[0] == 10 * len(SIDES) > 0, regions


def test_late_imports_are_told() -> None:
    code = "import ctypes, sys, warnings; [ctypes.CDLL(side).members() for side in sys.argv[1:]]\n"
    code += "warnings.simplefilter('error')\ntry: import ferromp\nexcept Warning as late: print(type(late).__name__)"
    # libgomp and libomp of the architecture.
    assert python(code) == "LateWarning"


def test_enabled_every_interpreter_starts_with_it() -> None:
    code = "import ctypes, sys; sides = [ctypes.CDLL(side) for side in sys.argv[1:]]\n"
    code += "print([side.members() for side in sides], 'ferromp' in sys.modules)\n"
    code += "import ferromp; print(set(sum(ferromp.info()['bound'].values(), [])))"
    ferromp.enable()
    try:
        assert python(code) == f"[3, 3] True\n{{{LIBRARY!r}}}"
    finally:
        assert ferromp.disable()


def test_the_command_runs() -> None:
    runner = os.environ["FERROMP_CTESTS_RUNNER"].split()
    # As `python -m ferromp` has it, which becomes the command, and cannot in an emulator.
    environment = os.environ | {"FERROMP_LIB_DIR": str(PACKAGE / "lib")}
    for word, answer in (("path", PACKAGE / "lib"), ("--version", f"ferromp {ferromp.__version__}")):
        command = [*runner, PACKAGE / "bin/ferromp", word]
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
        assert done.stdout == f"{answer}\n", done.stdout


if __name__ == "__main__":
    sys.exit(cargo_like.run(globals()))
