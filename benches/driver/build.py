"""Compiles the benchmark programs and lays out one folder per runtime under target/bench."""

import os
import pathlib
import shutil
import subprocess
import sys

BENCHES = pathlib.Path(__file__).resolve().parent.parent
ROOT = BENCHES.parent
OUT = ROOT / "target" / "bench"
GCC = os.environ.get("GCC", "gcc")
CLANG = os.environ.get("CLANG", "clang-19")
# A line's struct leaves out the two function pointers it does not use. Clang itself compares an
# unsigned counter of its own with the signed bound of a taskloop.
FLAGS = ["-O2", "-g", "-fopenmp", "-Wall", "-Wextra", "-Wno-missing-field-initializers", "-Wno-sign-compare"]


def fail(message):
    sys.exit(f"bench: {message}")


def compiler_file(compiler, name):
    """Where `compiler` finds the library `name`; ends the program when it does not."""
    try:
        answer = subprocess.run([compiler, f"-print-file-name={name}"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        fail(f"{compiler} does not run; `make bench` installs the compilers that GCC= and CLANG= name")
    path = pathlib.Path(answer.stdout.strip())
    if not path.is_absolute() or not path.exists():
        fail(f"{compiler} has no {name}; `make bench` installs it")
    return path.resolve()


def version(compiler):
    answer = subprocess.run([compiler, "--version"], capture_output=True, text=True, check=True)
    return answer.stdout.splitlines()[0]


def programs():
    """The suite and the program of `benches/gaps`, each built by each compiler, and the reference: {"gcc": path, "clang": path,
    "gaps-gcc": path, "gaps-clang": path, "roundtrip": path}, and the library with a tool that asks for no event:
    "silent-tool"."""
    built = {}
    sources = sorted((BENCHES / "c").glob("*.c"))
    alone = {"roundtrip.c", "gaps.c", "silent_tool.c"}
    suite = [str(s) for s in sources if s.name not in alone]
    gaps = str(BENCHES / "c" / "gaps.c")
    newest = max(f.stat().st_mtime for f in (BENCHES / "c").iterdir())
    (OUT / "bin").mkdir(parents=True, exist_ok=True)
    jobs = {
        "gcc": [GCC, *FLAGS, *suite],
        "clang": [CLANG, *FLAGS, *suite],
        "gaps-gcc": [GCC, *FLAGS, gaps],
        "gaps-clang": [CLANG, *FLAGS, gaps],
        "roundtrip": [GCC, "-O2", "-Wall", "-Wextra", "-pthread", str(BENCHES / "c" / "roundtrip.c")],
        "silent-tool": [GCC, "-O2", "-Wall", "-Wextra", "-fPIC", "-shared", str(BENCHES / "c" / "silent_tool.c")],
    }
    for name, command in jobs.items():
        target = OUT / "bin" / name
        built[name] = target
        if target.exists() and target.stat().st_mtime > newest:
            continue
        if subprocess.run([*command, "-o", str(target), "-lm", "-ldl", "-lpthread"]).returncode:
            fail(f"{command[0]} could not compile the benchmarks")
    return built


def folder(name, library, copy=False):
    """A folder in which `library` answers to every name a program may ask for; returns it and the real file in it."""
    place = OUT / "runtimes" / name
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    real = place / "libgomp.so.1"
    if copy:
        # A build that runs while we measure must not change the file under us.
        shutil.copy(library, real)
    else:
        real.symlink_to(library)
    (place / "libomp.so.5").symlink_to("libgomp.so.1" if copy else library)
    return place, real.resolve()


def ferromp(library=None):
    """The ferromp to measure: the file or folder given, or what `cargo build --release` builds now."""
    if library is None:
        if subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=ROOT).returncode:
            fail("cargo build --release failed")
        target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
        return target / "release" / "libferromp.so"
    path = pathlib.Path(library)
    path = path / "libgomp.so.1" if path.is_dir() else path
    if not path.exists():
        fail(f"no such library: {path}")
    return path.resolve()
