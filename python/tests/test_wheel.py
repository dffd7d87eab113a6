"""The wheel: where it runs, and that its many names are one runtime."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT, Environment, interpreter

NAMES = ("libgomp.so.1", "libgomp.so.1.0.0", "libomp.so.5", "libiomp5.so")

MIB = 1 << 20


def test_auditwheel_finds_what_the_tag_promises(wheel: Path) -> None:
    assert wheel.name.endswith("-py3-none-manylinux_2_28_x86_64.whl")
    command = [sys.executable, "-m", "auditwheel", "show", str(wheel)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert 'platform tag: "manylinux_2_28_x86_64"' in " ".join(said.split()), said


def test_there_is_one_real_library_below_two_megabytes(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        sizes = {Path(file.filename).name: file.file_size for file in archive.infolist() if "/lib/" in file.filename}
    assert set(sizes) == set(NAMES)
    assert 500_000 < sizes.pop("libgomp.so.1") < 2 * MIB
    assert max(sizes.values()) < 8 << 10
    assert wheel.stat().st_size < 2 * MIB


SAME = """
import ctypes, os
libraries = [ctypes.CDLL({names!r}[i]) for i in {order!r}]
for number, library in enumerate(libraries, 5):
    library.omp_set_num_threads(number)
    assert [other.omp_get_max_threads() for other in libraries] == [number] * len(libraries)
files = {{line.split()[-1] for line in open("/proc/self/maps") if "omp" in line.split()[-1].rpartition("/")[2]}}
real = [file for file in files if os.path.getsize(file) > 100000]
assert real == [{library!r}], real
"""


@pytest.mark.parametrize("first", range(len(NAMES)))
def test_each_name_opens_the_one_library(environment: Environment, first: int) -> None:
    names = [str(environment.library.parent / name) for name in NAMES]
    order = [first, *(i for i in range(len(NAMES)) if i != first)]
    environment.run(SAME.format(names=names, order=order, library=str(environment.library)))


def test_after_the_import_the_bare_names_open_it_too(environment: Environment) -> None:
    code = SAME.format(names=NAMES, order=[3, 2, 1, 0], library=str(environment.library))
    environment.run("import ferromp" + code)


SOURCE = """
#include <omp.h>
int members(void)
{
    int members = 0;
    #pragma omp parallel reduction(+ : members)
    members++;
    return members;
}
"""


def compilers() -> dict[str, str]:
    """By the runtime that it links with: a compiler's command."""
    return {"libgomp.so.1": os.environ.get("GCC", "gcc"), "libomp.so.5": os.environ.get("CLANG", "clang-19")}


@pytest.mark.parametrize("needed", ["libgomp.so.1", "libomp.so.5"])
def test_what_is_linked_with_a_peer_runs_on_it(environment: Environment, tmp_path: Path, needed: str) -> None:
    compiler = compilers()[needed]
    (tmp_path / "side.c").write_text(SOURCE)
    command = [compiler, "-O1", "-fopenmp", "-fPIC", "-shared", "side.c", "-o", "side.so"]
    subprocess.run(command, cwd=tmp_path, check=True)
    side = tmp_path / "side.so"
    code = f"import ctypes, ferromp; print(ctypes.CDLL({str(side)!r}).members(), ferromp.info()['bound'][{str(side)!r}])"
    assert environment.run(code) == f"3 {[str(environment.library)]}"
    # And nothing else was loaded for it.
    code = f"import ctypes, ferromp; ctypes.CDLL({str(side)!r}); print(open('/proc/self/maps').read())"
    mapped = {line.split()[-1] for line in environment.run(code).splitlines() if line.endswith("/" + needed)}
    assert mapped == {str(environment.library.parent / needed)}


@pytest.mark.parametrize("needed", ["libgomp.so.1", "libomp.so.5"])
def test_a_program_starts_on_it_without_a_word(environment: Environment, tmp_path: Path, needed: str) -> None:
    source = SOURCE + '#include <stdio.h>\nint main(void) { printf("%d %d\\n", members(), omp_get_max_threads()); }\n'
    (tmp_path / "main.c").write_text(source)
    subprocess.run([compilers()[needed], "-fopenmp", "main.c", "-o", "main"], cwd=tmp_path, check=True)
    folder = str(environment.library.parent)
    # The loader says so if the file does not have the versions that the program was linked with.
    alone = environment.start(tmp_path / "main", LD_LIBRARY_PATH=folder)
    command = environment.start(environment.folder / "bin/ferromp", "run", "--", tmp_path / "main")
    assert [(done.stdout, done.stderr) for done in (alone, command)] == [("3 3\n", "")] * 2


def test_the_package_knows_its_version(environment: Environment) -> None:
    code = "import ferromp; from importlib import metadata; print(ferromp.__version__ == metadata.version('ferromp'))"
    assert environment.run(code) == "True"


def test_the_command_comes_along(environment: Environment) -> None:
    script = environment.folder / "bin/ferromp"
    for command in ([script], [environment.python, "-m", "ferromp"]):
        assert environment.start(*command, "path").stdout == f"{environment.library.parent}\n"
    done = environment.start(script, "run", "--", "sh", "-c", "echo $LD_PRELOAD; exit 42")
    assert (done.returncode, done.stdout) == (42, f"{environment.library}\n")
    assert "ferromp enable" in environment.start(script, "--help").stdout
    assert "doctor" in environment.start(script, "--help").stdout


def test_preloaded_the_package_takes_what_is_there(environment: Environment) -> None:
    script = environment.folder / "bin/ferromp"
    code = "import ferromp, os; print(ferromp.info()['library'], ferromp.threads(), 'LD_PRELOAD' in os.environ)"
    done = environment.start(script, "run", "--", environment.python, "-c", code)
    assert (done.stdout, done.stderr) == (f"{environment.library} 3 True\n", "")


def test_the_header_compiles(environment: Environment, tmp_path: Path) -> None:
    source = "#include <ferromp.h>\nint main(void) { return ferromp_get_thread_limit(); }\n"
    (tmp_path / "main.c").write_text(source)
    library = environment.library
    command = [compilers()["libgomp.so.1"], "main.c", f"-I{environment.package / 'include'}", str(library), "-o", "main"]
    subprocess.run([*command, f"-Wl,-rpath,{library.parent}"], cwd=tmp_path, check=True)
    assert subprocess.run([tmp_path / "main"]).returncode == 0


@pytest.mark.parametrize("minor", [9, 10, 12, 13, 14])
def test_every_python_takes_the_one_wheel(tmp_path: Path, wheel: Path, minor: int) -> None:
    python = interpreter(minor)
    if python is None:
        pytest.skip(f"no Python 3.{minor}")
    subprocess.run([python, "-m", "venv", "--without-pip", tmp_path / "venv"], check=True)
    made = Environment(tmp_path / "venv")
    pip = [sys.executable, "-m", "pip", "--python", str(made.python), "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*pip, "--disable-pip-version-check", str(wheel)], check=True)
    made.ferromp("enable")
    code = "import sys, ferromp\nwith ferromp.limit(2): print(sys.version_info[1], ferromp.threads(), ferromp.info()['library'])"
    assert made.run(code) == f"{minor} 2 {made.library}"


def test_the_source_distribution_has_what_the_wheel_is_built_from(tmp_path: Path) -> None:
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("no clone")
    backend = "import sys; from hatchling.build import build_sdist; print(build_sdist(sys.argv[1]))"
    name = subprocess.run([sys.executable, "-c", backend, tmp_path], cwd=ROOT, capture_output=True, text=True, check=True)
    import tarfile

    with tarfile.open(tmp_path / name.stdout.split()[-1]) as archive:
        inside = {Path(*Path(member.name).parts[1:]).as_posix() for member in archive if member.isfile()}
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    needed = [name for name in tracked if name.startswith(("src/", "abi/", "python/ferromp/", "packaging/stand-in", "include/", "Cargo", "build.rs"))]
    assert len(needed) > 100 and set(needed) <= inside
