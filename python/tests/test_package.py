"""import ferromp, and what it offers."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from conftest import LIMIT, ROOT, Environment, clean_environment, make_environment


def test_the_import_switches_every_library(environment: Environment) -> None:
    code = """
import ferromp
import faiss, lightgbm, sklearn.cluster, sklearn.ensemble, xgboost
import work
work.fit()
bound = ferromp.info()["bound"]
for package in ("faiss", "lightgbm", "sklearn", "xgboost"):
    assert any(package in library for library in bound), package
print({target for targets in bound.values() for target in targets} == {ferromp.info()["library"]})
print(ferromp.stats()["threads_alive"], ferromp.stats()["native_threads"])
"""
    assert environment.run(code).splitlines() == ["True", "2 1"]


def test_numba_and_openmp_of_others_are_one(environment: Environment) -> None:
    code = """
import ferromp, numba, work

@numba.njit(parallel=True)
def count(n):
    total = 0
    for i in numba.prange(n):
        total += i
    return total

assert count(1000) == 499500
work.fit()
print(numba.threading_layer(), {tuple(targets) for targets in ferromp.info()["bound"].values()} == {(ferromp.info()["library"],)})
"""
    assert environment.run(code, NUMBA_THREADING_LAYER="omp", NUMBA_NUM_THREADS="3") == "omp True"


LATE = """
import warnings
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    import work
    {before}
    import ferromp
print([(w.category.__name__, str(w.message)) for w in caught])
"""


def test_an_import_that_comes_too_late_names_who_was_bound_before(environment: Environment) -> None:
    said = environment.run(LATE.format(before="work.fit()"))
    assert said.count("LateWarning") == 1
    assert "_loss.cpython" in said or "_gradient_boosting.cpython" in said or "_openmp_helpers.cpython" in said
    assert "-m ferromp enable" in said


def test_an_import_in_time_says_nothing(environment: Environment) -> None:
    assert environment.run(LATE.format(before="import numpy, json")) == "[]"


def test_a_variable_turns_it_off(environment: Environment) -> None:
    code = "import ferromp; print(ferromp.info()['active'], 'libgomp' in open('/proc/self/maps').read())"
    assert environment.run(code, FERROMP_PYTHON="0") == "False False"
    assert environment.run(code, FERROMP_PYTHON="yes") == "True True"
    done = environment.start(environment.python, "-c", "import ferromp; ferromp.threads()", FERROMP_PYTHON="no")
    assert done.returncode == 1 and "FERROMP_PYTHON" in done.stderr


def test_a_limit_holds_for_all_threads(environment: Environment) -> None:
    code = """
import ferromp
from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor(1) as pool:
    seen = lambda: (ferromp.threads(), pool.submit(ferromp.threads).result(), ferromp.info()["limit"])
    print(seen())
    with ferromp.limit(2):
        print(seen())
        with ferromp.limit(1):
            print(seen())
        print(seen())
    print(seen())
    ferromp.limit(2)
    print(seen())
    ferromp.limit(None)
    print(seen())
    for wrong in (0, -1):
        try:
            ferromp.limit(wrong)
        except ValueError as error:
            print(error)
"""
    assert environment.run(code).splitlines() == [
        "(3, 3, None)",
        "(2, 2, 2)",
        "(1, 1, 1)",
        "(2, 2, 2)",
        "(3, 3, None)",
        "(2, 2, 2)",
        "(3, 3, None)",
        "a limit is a positive number or None, not 0",
        "a limit is a positive number or None, not -1",
    ]


def test_statistics_are_live(environment: Environment) -> None:
    code = """
import ferromp, work
before = ferromp.stats()
work.fit()
one = ferromp.stats()
work.fit()
two = ferromp.stats()
regions = lambda stats: sum(place["regions"] for place in stats["regions"])
assert regions(before) == 0 and before["threads_created"] == 0
assert regions(one) > 20 and regions(two) == 2 * regions(one), (regions(one), regions(two))
assert any("sklearn" in place["library"] for place in two["regions"])
print(two["threads_created"], two["forks"])
"""
    assert environment.run(code) == "2 0"


def test_threadpoolctl_knows_ferromp(environment: Environment) -> None:
    code = """
import ferromp, threadpoolctl, sklearn.ensemble
from concurrent.futures import ThreadPoolExecutor
from threadpoolctl import threadpool_info, threadpool_limits
entries = [entry for entry in threadpool_info() if entry["internal_api"] == "ferromp"]
assert len(entries) == 1, entries
assert entries[0]["filepath"] == ferromp.info()["library"] and "scope" in entries[0], entries
with ThreadPoolExecutor(1) as pool:
    other = lambda: pool.submit(ferromp.threads).result()
    seen = lambda: (ferromp.threads(), other(), ferromp.info()["limit"])
    print(seen())
    with threadpool_limits(2):
        print(seen())
        with threadpool_limits(1, user_api="openmp"):
            print(seen())
        print(seen())
    print(seen())
    # In another thread: for this thread alone.
    def limited():
        with threadpool_limits(1):
            return ferromp.threads(), main()
    main = lambda: ferromp.info()["limit"]
    print(pool.submit(limited).result(), seen())
"""
    assert environment.run(code).splitlines() == [
        "(3, 3, None)",
        "(2, 2, 2)",
        "(1, 1, 1)",
        "(2, 2, 2)",
        "(3, 3, None)",
        "(1, None) (3, 3, None)",
    ]


def test_importing_threadpoolctl_first_makes_no_difference(environment: Environment) -> None:
    code = "import threadpoolctl, ferromp; print([e['internal_api'] for e in threadpoolctl.threadpool_info()])"
    assert environment.run(code) == "['ferromp']"


def test_enable_and_disable(tmp_path: Path, wheel: Path) -> None:
    environment = make_environment(tmp_path / "venv", wheel)
    active = "import sys; print('ferromp' in sys.modules, 'libgomp.so.1' in open('/proc/self/maps').read())"
    assert environment.run(active) == "False False"
    assert "environment: not enabled" in environment.ferromp("status")
    environment.ferromp("enable")
    assert environment.run(active) == "True True"
    assert environment.run(active, FERROMP_PYTHON="0") == "True False"
    assert "environment: enabled by" in environment.ferromp("status")
    assert environment.ferromp("disable") == "ferromp: disabled\n"
    assert environment.run(active) == "False False"
    assert environment.ferromp("disable") == "ferromp: was not enabled\n"
    # A package that was taken away without `disable` does no harm.
    environment.ferromp("enable")
    environment.package.rename(tmp_path / "away")
    done = environment.start(environment.python, "-c", "print(1)")
    assert (done.stdout, done.stderr) == ("1\n", "")


def test_an_enabled_interpreter_starts_within_a_few_milliseconds_more(environment: Environment, enabled: Environment) -> None:
    def start(of: Environment) -> float:
        """Processor time, which other programs of the machine change least."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        of.start(of.python, "-c", "pass")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime

    # The least of many is what the machine's other programs have disturbed least.
    plain = switched = 1.0
    for round in range(200):
        plain, switched = min(plain, start(environment)), min(switched, start(enabled))
        if round > 20 and switched - plain < 0.006:
            return
    raise AssertionError(f"{plain * 1000:.1f} ms, and {switched * 1000:.1f} ms enabled")


def test_the_command_is_quiet_when_nobody_reads_on(tmp_path: Path, wheel: Path) -> None:
    environment = make_environment(tmp_path, wheel)
    for words in ["status"], ["enable"], ["disable"], ["--help"], ["symbols"], ["doctor", "json"]:
        reader, writer = os.pipe()
        os.close(reader)
        command = [str(environment.python), "-m", "ferromp", *words]
        done = subprocess.run(command, env=clean_environment(), stdout=writer, stderr=subprocess.PIPE, timeout=LIMIT)
        os.close(writer)
        assert done.stderr == b"", words
        # Python's part ends by the signal, the program ends well.
        assert done.returncode in (0, -signal.SIGPIPE), words


def test_a_command_finds_the_signals_as_programs_do(environment: Environment) -> None:
    show = ["grep", "SigIgn", "/proc/self/status"]
    assert environment.ferromp("run", *show) == subprocess.run(show, capture_output=True, text=True, check=True).stdout


def test_the_doctor_imports_packages(environment: Environment, enabled: Environment) -> None:
    packages = ["sklearn.ensemble", "lightgbm", "numpy"]
    done = environment.start(environment.python, "-m", "ferromp", "doctor", "--json", *packages, FERROMP_PYTHON="0")
    report = json.loads(done.stdout)
    assert done.returncode == 1, done.stdout
    assert [finding["id"] for finding in report["findings"] if finding["level"] == "conflict"] == ["two-runtimes"]
    assert {library["name"] for library in report["process"]["numerical"]} == {"OpenBLAS"}
    # The same in an environment that is switched.
    done = enabled.start(enabled.python, "-m", "ferromp", "doctor", "--json", *packages)
    report = json.loads(done.stdout)
    assert done.returncode == 0, done.stdout
    used = [runtime["file"] for runtime in report["process"]["runtimes"] if runtime["callers"]]
    assert used == [str(enabled.library)]


def test_the_doctor_names_a_package_that_cannot_be_imported(environment: Environment) -> None:
    done = environment.start(environment.python, "-m", "ferromp", "doctor", "no_such_package")
    assert "no_such_package" in done.stderr and "no OpenMP runtime is loaded" in done.stdout


def test_intels_runtime_beside_llvms_is_found(environment: Environment, tmp_path: Path) -> None:
    intel = Path(sysconfig.get_path("data")) / "lib/libiomp5.so"
    (tmp_path / "side.c").write_text("int omp_get_max_threads(void); int side(void) { return omp_get_max_threads(); }")
    command = [os.environ.get("CLANG", "clang-19"), "-fopenmp", "-fPIC", "-shared", "side.c", "-o", "side.so"]
    subprocess.run(command, cwd=tmp_path, check=True)
    code = f"import ctypes; ctypes.CDLL({str(tmp_path / 'side.so')!r}); ctypes.CDLL({str(intel)!r})"
    words = ["doctor", "--json", "--", str(environment.python), "-c", code]
    done = environment.start(environment.python, "-m", "ferromp", *words)
    report = json.loads(done.stdout)
    assert report["findings"][0]["id"] == "libomp-and-libiomp5", done.stdout
    assert done.returncode == 1


SUBINTERPRETER = """
try:
    import _interpreters as interpreters
except ImportError:
    import _xxsubinterpreters as interpreters
import os
readable, writable = os.pipe()
code = '''
import os, ferromp
os.write(%d, repr((ferromp.info()["library"], ferromp.threads())).encode())
'''
one = interpreters.create()
interpreters.run_string(one, code % writable)
print(os.read(readable, 1000).decode())
import ferromp
print((ferromp.info()["library"], ferromp.threads()))
"""


def test_a_subinterpreter_has_the_same_runtime(enabled: Environment) -> None:
    said = enabled.run(SUBINTERPRETER).splitlines()
    assert said == [f"('{enabled.library}', 3)"] * 2


def test_types_are_right_and_reach_the_user(tmp_path: Path, environment: Environment) -> None:
    (tmp_path / "user.py").write_text(
        "import ferromp\n"
        "with ferromp.limit(2) as limited:\n"
        "    threads: int = ferromp.threads()\n"
        "library: str | None = ferromp.info()['library']\n"
        "ferromp.limit('2')  # type: ignore[arg-type]\n"
        "ferromp.info()['nothing']  # type: ignore[typeddict-item]\n"
        "where: str = ferromp.enable()\n"
    )
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache")]
    for what in (["python/ferromp"], ["--python-executable", str(environment.python), str(tmp_path / "user.py")]):
        done = subprocess.run([*command, *what], cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", ["enable", "disable", "status", "limit", "threads", "stats", "info"])
def test_everything_is_documented(environment: Environment, name: str) -> None:
    assert len(environment.run(f"import ferromp; print(ferromp.{name}.__doc__)")) > 20
