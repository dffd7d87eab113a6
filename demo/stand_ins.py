"""Stand-ins for libraries that a package needs and that are not installed, such as those of a GPU.

Each has the functions that the package's libraries ask it for. None of them does anything: registering code succeeds,
and all else answers with the number by which CUDA says that there is no device."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

NO_DEVICE = 100


def said(*command: str | Path) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def symbols(library: Path, which: str) -> list[list[str]]:
    """Kind and name of each symbol; names may have a version behind an @."""
    return [line.split()[-2:] for line in said("nm", "-D", which, library).splitlines()]


def make(package: Path, folder: Path) -> None:
    """Fills the folder with stand-ins for what the package's libraries need."""
    libraries = [file for file in package.rglob("*.so*") if file.is_file()]
    known = {file.name for file in libraries} | {line.split()[0] for line in said("/sbin/ldconfig", "-p").splitlines()}
    needed, nodes, defined, asked = set(), {}, set(), set()
    for library in libraries:
        needed |= set(re.findall(r"\(NEEDED\).*\[(.*)\]", said("readelf", "-Wd", library)))
        for file, names in re.findall(r"File: (\S+).*\n((?:.*Name: .*\n)+)", said("readelf", "-WV", library)):
            nodes |= {node: file for node in re.findall(r"Name: (\S+)", names)}
        defined |= {name.split("@")[0] for _, name in symbols(library, "--defined-only")}
        asked |= {name for kind, name in symbols(library, "--undefined-only") if kind == "U"}
    # Those without a version may be anybody's, for example Python's.
    plain = {name for name in asked if re.match("_*(cu|nccl|nv)", name) and "@" not in name} - defined
    folder.mkdir()
    for missing in sorted(needed - known):
        mine = {node for node, file in nodes.items() if file == missing}
        names = {name.split("@")[0] for name in asked if name.split("@")[-1] in mine} if mine else plain
        answers = ((name, 0 if name.startswith("_") else NO_DEVICE) for name in sorted(names))
        source = "".join(f"long {name}(void) {{ return {answer}; }}\n" for name, answer in answers)
        command = ["gcc", "-shared", "-fPIC", "-w", "-fno-builtin", "-xc", "-", "-o", folder / missing, f"-Wl,-soname,{missing}"]
        if mine:
            script = folder / f"{missing}.map"
            script.write_text("".join(f"{node} {{ *; }};\n" for node in mine))
            command.append(f"-Wl,--version-script={script}")
        subprocess.run(command, input=source, text=True, check=True)
