"""numpy's and scipy's OpenBLAS on ferromp's threads: right in every place where it may be called."""

from __future__ import annotations

import json
import os
import subprocess
import sysconfig
from pathlib import Path

import pytest
from conftest import Environment

SET = """
import ferromp, numpy, scipy.linalg
from copies import set_threads
assert set_threads({}) == expected
"""

COUNTED = """
import ferromp, numpy
from scipy.linalg import blas
a = numpy.random.default_rng(0).normal(size=(300, 300))
ferromp.stats()
assert numpy.allclose(a @ a, blas.dgemm(1.0, a, a))
places = [place for place in ferromp.stats()["regions"] if "openblas" in place["library"]]
print(sorted((os.path.basename(place["library"]).split("-")[0], place["threads"] // place["regions"]) for place in places))
"""


def counted(environment: Environment, **variables: str) -> str:
    expected = 0 if "FERROMP_OPENBLAS" in variables else 2
    return environment.run(f"import os; expected = {expected}" + SET.format(2) + COUNTED, **variables)


def test_both_copies_run_on_ferromp(environment: Environment) -> None:
    assert counted(environment) == "[('libscipy_openblas', 2), ('libscipy_openblas64_', 2)]"


def test_a_variable_leaves_them_alone(environment: Environment) -> None:
    assert counted(environment, FERROMP_OPENBLAS="0") == "[]"


def places(file: Path) -> list[tuple[str, int]]:
    """In which copies regions began, and of how many threads, according to the last line of statistics."""
    regions = json.loads(file.read_text().splitlines()[-1])["regions"]
    return sorted(
        (Path(place["library"]).name.split("-")[0], place["threads"] // place["regions"])
        for place in regions
        if "openblas" in place["library"]
    )


def test_copies_run_on_a_preloaded_library_that_nobody_imports(environment: Environment, tmp_path: Path) -> None:
    code = """
import numpy
from scipy.linalg import blas
a = numpy.random.default_rng(0).normal(size=(300, 300))
# The first product of each copy is done by its own threads.
for _ in range(20):
    assert numpy.allclose(a @ a, blas.dgemm(1.0, a, a))
"""
    variables = {"LD_PRELOAD": str(environment.library), "FERROMP_PYTHON": "0", "OPENBLAS_NUM_THREADS": "2"}
    statistics = tmp_path / "statistics.json"
    environment.run(code, FERROMP_STATS=str(statistics), **variables)
    assert places(statistics) == [("libscipy_openblas", 2), ("libscipy_openblas64_", 2)]
    environment.run(code, FERROMP_STATS=str(statistics), FERROMP_OPENBLAS="0", **variables)
    assert places(statistics) == []


def test_a_program_without_python_runs_on_it_too(environment: Environment, tmp_path: Path) -> None:
    """The program of OpenBLAS's issue 3187: a product, then a region, in turn."""
    source = SIDE + """
#include <stdio.h>
gemm scipy_cblas_dgemm;
int main(void)
{
    static double a[N * N], c[N * N];
    int wrong = 0;
    for (int i = 0; i < N * N; i++)
        a[i] = 2;
    for (int round = 0; round < 100; round++) {
        scipy_cblas_dgemm(101, 111, 111, N, N, N, 1.0, a, N, a, N, 0.0, c, N);
        #pragma omp parallel for num_threads(2) reduction(+ : wrong)
        for (int i = 0; i < N * N; i++)
            wrong += c[i] != 4 * N;
    }
    return wrong + inside(scipy_cblas_dgemm) != 0;
}
"""
    (tmp_path / "program.c").write_text(source)
    [library] = Path(sysconfig.get_path("purelib")).glob("scipy.libs/libscipy_openblas-*.so")
    program = tmp_path / "program"
    build = [os.environ.get("GCC", "gcc"), "-O1", "-fopenmp", "program.c", "-o", "program", str(library)]
    subprocess.run([*build, f"-Wl,-rpath,{library.parent}"], cwd=tmp_path, check=True)
    statistics = tmp_path / "statistics.json"
    variables = {"OPENBLAS_NUM_THREADS": "2", "FERROMP_STATS": str(statistics)}
    for folder in ({"LD_LIBRARY_PATH": str(environment.library.parent)}, {"LD_PRELOAD": str(environment.library)}):
        done = environment.start(program, **folder, **variables)
        assert done.returncode == 0, done.stderr
        assert places(statistics) == [("libscipy_openblas", 2)]


def test_copies_with_many_threads_are_left_alone(environment: Environment) -> None:
    code = """
import ferromp, numpy
from copies import set_threads
print(set_threads(32), set_threads(33))
"""
    assert environment.run(code) == "1 0"


def test_a_copy_from_before_is_found(environment: Environment) -> None:
    code = """
import numpy
import ferromp
ferromp.stats()
a = numpy.random.default_rng(0).normal(size=(300, 300))
assert numpy.allclose(a @ a, [row @ a for row in a])
print(any("openblas" in place["library"] for place in ferromp.stats()["regions"]))
"""
    assert environment.run(code, OPENBLAS_NUM_THREADS="2") == "True"


IDLE = """
import os, time
os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:2])
import ferromp, numpy, scipy.linalg
a = numpy.random.default_rng(0).normal(size=(300, 300)) + 300 * numpy.eye(300)

def idle():
    "The milliseconds that are computed after a factorization, by all threads."
    scipy.linalg.lu_factor(a)
    numpy.linalg.inv(a)
    before = time.process_time()
    time.sleep(0.3)
    return 1000 * (time.process_time() - before)

times = [idle() for _ in range(8)]
print(min(times), max(times), os.environ.get("OPENBLAS_THREAD_TIMEOUT"))
"""


def test_own_threads_of_a_copy_sleep_soon(environment: Environment) -> None:
    least, _, variable = environment.run(IDLE, OPENBLAS_NUM_THREADS="2").split()
    # The setting is for the copies alone: the program and its children do not see it.
    assert float(least) < 2 and variable == "None"
    # OpenBLAS's own way, which shows that there was something to shorten; and the user's word.
    for variables in {"FERROMP_OPENBLAS": "0"}, {"OPENBLAS_THREAD_TIMEOUT": "28"}:
        _, most, variable = environment.run(IDLE, OPENBLAS_NUM_THREADS="2", **variables).split()
        assert float(most) > 3 and variable == variables.get("OPENBLAS_THREAD_TIMEOUT", "None")


WORK = """
import ferromp, numpy, os, sys
import scipy.linalg
from concurrent.futures import ThreadPoolExecutor
from scipy.linalg import blas

random = numpy.random.default_rng(0)
a = random.normal(size=(220, 220)) + 50 * numpy.eye(220)
v = random.normal(size=(220 * 220,))
big = random.normal(size=(900, 900))

def factorize():
    # Runs on OpenBLAS's own threads in any case. Several at once, with more than two threads each,
    # may not come to an end there, with ferromp or without.
    assert numpy.allclose(scipy.linalg.inv(a) @ a, numpy.eye(220), atol=1e-9)
    assert numpy.allclose(numpy.linalg.inv(a) @ a, numpy.eye(220), atol=1e-9)

def work(_=None):
    product = a @ a
    assert numpy.allclose(product, blas.dgemm(1.0, a, a), rtol=1e-9)
    assert numpy.allclose(big @ big[0], [row @ big[0] for row in big], rtol=1e-9)
    assert abs(v @ v - blas.ddot(v, v)) < 1e-6
    assert numpy.allclose(scipy.linalg.cholesky(product.T @ product) ** 2 @ numpy.ones(220),
                          numpy.linalg.cholesky(product.T @ product).T ** 2 @ numpy.ones(220))

factorize()
work()
"""


@pytest.mark.parametrize("own", [2, 3])
def test_calls_from_several_threads_at_once_are_right(environment: Environment, own: int) -> None:
    code = WORK + """
with ThreadPoolExecutor(4) as pool:
    done = pool.map(work, range(8))
    # One of them beside the others' jobs: the threads and the numbers are different ones.
    factorize()
    list(done)
print("right")
"""
    assert environment.run("expected = 2" + SET.format(own) + code) == "right"


def test_a_forked_child_goes_on(environment: Environment) -> None:
    code = WORK + """
child = os.fork()
if child == 0:
    work()
    os._exit(0)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
work()
"""
    assert environment.run("expected = 2" + SET.format(3) + code) == "0"


SIDE = """
#include <omp.h>
#include <stdlib.h>

enum { N = 160 };

typedef void gemm(int order, int ta, int tb, int m, int n, int k, double alpha, const double *a, int lda,
                  const double *b, int ldb, double beta, double *c, int ldc);

/* Each thread of a region multiplies, many times; how many products were wrong. */
int inside(gemm *multiply)
{
    int wrong = 0;
    #pragma omp parallel num_threads(3) reduction(+ : wrong)
    {
        double *a = malloc(sizeof(double) * N * N), *c = malloc(sizeof(double) * N * N);
        for (int i = 0; i < N * N; i++)
            a[i] = omp_get_thread_num() + 1;
        for (int round = 0; round < 20; round++) {
            multiply(101, 111, 111, N, N, N, 1.0, a, N, a, N, 0.0, c, N);
            for (int i = 0; i < N * N; i++)
                wrong += c[i] != a[0] * a[0] * N;
        }
        free(a);
        free(c);
    }
    return wrong;
}
"""


@pytest.mark.parametrize("compiler", ["GCC", "CLANG"])
def test_calls_inside_a_region_are_right(environment: Environment, tmp_path: Path, compiler: str) -> None:
    (tmp_path / "side.c").write_text(SIDE)
    command = [os.environ.get(compiler, {"GCC": "gcc", "CLANG": "clang-19"}[compiler])]
    subprocess.run([*command, "-O1", "-fopenmp", "-fPIC", "-shared", "side.c", "-o", "side.so"], cwd=tmp_path, check=True)
    code = f"""
import ferromp, ctypes, numpy, scipy.linalg
from copies import copies
side = ctypes.CDLL({str(tmp_path / "side.so")!r})
copy = next(copy for copy in copies() if "scipy.libs" in copy.file)
ferromp.stats()
print(side.inside(copy.function("cblas_dgemm")), any("openblas" in p["library"] for p in ferromp.stats()["regions"]))
"""
    assert environment.run("expected = 2" + SET.format(3) + code) == "0 True"
