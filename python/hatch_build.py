"""What the wheel has beside Python code: the library under all its names, the command, the header and the version.

With CARGO_BUILD_TARGET, cargo's own variable, they are for another architecture than the machine's, built by the cross
compiler that has Debian's name: aarch64-linux-gnu-gcc.

The library runs on glibc 2.28 and later (src/sys/glibc.rs), the command is linked statically. A
wheel holds no symbolic links, and a copy of the library would be a second runtime. So there is one
real file, and what stands for its other names are tiny libraries that need it and have no content."""

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

TARGETS = ("x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu")
LIBRARY = "libgomp.so.1"
OTHER_NAMES = ("libgomp.so.1.0.0", "libomp.so.5", "libiomp5.so")


class Native(BuildHookInterface):
    """Builds the parts that are not Python, and says where they go."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        wanted = os.environ.get("CARGO_BUILD_TARGET", "")
        if sys.platform != "linux" or (wanted or f"{platform.machine()}-unknown-linux-gnu") not in TARGETS:
            raise SystemExit("ferromp runs on Linux on x86-64 and on AArch64, with glibc")
        architecture = wanted.partition("-")[0] or platform.machine()
        tools = "" if architecture == platform.machine() else f"{architecture}-linux-gnu-"
        root = Path(self.root)
        target = root / os.environ.get("CARGO_TARGET_DIR", "target") / "wheel"
        parts = target / "parts"
        shutil.rmtree(parts, ignore_errors=True)
        for folder in ("lib", "bin", "include", "symbols"):
            (parts / folder).mkdir(parents=True)
        build = ["--release", "--features", "portable", "--target-dir", str(target)]
        environment = dict(os.environ)
        if tools:
            environment.setdefault(f"CARGO_TARGET_{wanted.upper().replace('-', '_')}_LINKER", f"{tools}gcc")
        cargo(root, environment, "build", "--lib", *build)
        cargo(root, environment, "rustc", "--bin", "ferromp", *build, "--", "-C", "target-feature=+crt-static")
        # Where the variable is set, cargo has a folder for what it names.
        built = target / wanted / "release"
        without_symbols(f"{tools}objcopy", built / "libferromp.so", parts / "lib" / LIBRARY)
        without_symbols(f"{tools}objcopy", built / "ferromp", parts / "bin/ferromp")
        if tools:
            environment |= {"CC": f"{tools}gcc", "OBJDUMP": f"{tools}objdump"}
        stand_ins = [root / "packaging/stand-in", parts / "lib" / LIBRARY, parts / "lib", *OTHER_NAMES]
        subprocess.run(stand_ins, env=environment, check=True)
        shutil.copy(root / "include/ferromp.h", parts / "include")
        (parts / "VERSION").write_text(f"{self.metadata.version}\n")
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-manylinux_2_28_{architecture}"
        for name in ("lib", "bin", "include", "VERSION"):
            build_data["force_include"][str(parts / name)] = f"ferromp/{name}"


def cargo(root: Path, environment: dict[str, str], *arguments: str) -> None:
    """rustup installs cargo where a fresh shell may not look."""
    path = os.pathsep.join([environment.get("PATH", os.defpath), str(Path.home() / ".cargo/bin")])
    command = shutil.which(environment.get("CARGO", "cargo"), path=path)
    if command is None:
        raise SystemExit("ferromp is built with Rust 1.90 or later, and there is no cargo: see https://rustup.rs")
    subprocess.run([command, *arguments], cwd=root, env={**environment, "PATH": path}, check=True)


def without_symbols(objcopy: str, built: Path, stripped: Path) -> None:
    """Copies a file and puts its symbols into one of their own, in parts/symbols."""
    symbols = stripped.parent.parent / "symbols" / f"{stripped.name}.debug"
    subprocess.run([objcopy, "--only-keep-debug", built, symbols], check=True)
    subprocess.run([objcopy, "--strip-all", f"--add-gnu-debuglink={symbols}", built, stripped], check=True)
    stripped.chmod(0o755)
