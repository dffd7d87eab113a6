"""What the wheel has beside Python code: the library under all its names, the command, the header and the version.

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

TAG = "py3-none-manylinux_2_28_x86_64"
LIBRARY = "libgomp.so.1"
OTHER_NAMES = ("libgomp.so.1.0.0", "libomp.so.5", "libiomp5.so")


class Native(BuildHookInterface):
    """Builds the parts that are not Python, and says where they go."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if (sys.platform, platform.machine()) != ("linux", "x86_64"):
            raise SystemExit("ferromp runs on Linux on x86-64")
        root = Path(self.root)
        target = root / os.environ.get("CARGO_TARGET_DIR", "target") / "wheel"
        parts = target / "parts"
        shutil.rmtree(parts, ignore_errors=True)
        for folder in ("lib", "bin", "include", "symbols"):
            (parts / folder).mkdir(parents=True)
        build = ["--release", "--features", "portable", "--target-dir", str(target)]
        cargo(root, "build", "--lib", *build)
        cargo(root, "rustc", "--bin", "ferromp", *build, "--", "-C", "target-feature=+crt-static")
        without_symbols(target / "release/libferromp.so", parts / "lib" / LIBRARY)
        without_symbols(target / "release/ferromp", parts / "bin/ferromp")
        stand_ins = [root / "packaging/stand-in", parts / "lib" / LIBRARY, parts / "lib", *OTHER_NAMES]
        subprocess.run(stand_ins, check=True)
        shutil.copy(root / "include/ferromp.h", parts / "include")
        (parts / "VERSION").write_text(f"{self.metadata.version}\n")
        build_data["pure_python"] = False
        build_data["tag"] = TAG
        for name in ("lib", "bin", "include", "VERSION"):
            build_data["force_include"][str(parts / name)] = f"ferromp/{name}"


def cargo(root: Path, *arguments: str) -> None:
    """rustup installs cargo where a fresh shell may not look."""
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), str(Path.home() / ".cargo/bin")])
    command = shutil.which(os.environ.get("CARGO", "cargo"), path=path)
    if command is None:
        raise SystemExit("ferromp is built with Rust 1.90 or later, and there is no cargo: see https://rustup.rs")
    subprocess.run([command, *arguments], cwd=root, env={**os.environ, "PATH": path}, check=True)


def without_symbols(built: Path, stripped: Path) -> None:
    """Copies a file and puts its symbols into one of their own, in parts/symbols."""
    symbols = stripped.parent.parent / "symbols" / f"{stripped.name}.debug"
    subprocess.run(["objcopy", "--only-keep-debug", built, symbols], check=True)
    subprocess.run(["objcopy", "--strip-all", f"--add-gnu-debuglink={symbols}", built, stripped], check=True)
    stripped.chmod(0o755)
