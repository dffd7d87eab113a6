"""The OpenMP runtimes in this process, which of them each loaded library is bound to, and the number of threads.

Import this module before any package that uses OpenMP: where FERROMP_DEMO_CTYPES is set, it loads ferromp by ctypes."""

import ctypes
import faulthandler
import os
import signal
import struct
from pathlib import Path

# The demo's watchdog learns by this where a hanging Python program is.
faulthandler.enable()
faulthandler.register(signal.SIGUSR1, all_threads=True)

LIBRARY = os.environ.get("FERROMP_DEMO_LIBRARY")
"""The real path of ferromp's library where the program runs under ferromp, else None."""

if os.environ.get("FERROMP_DEMO_CTYPES"):
    ctypes.CDLL(LIBRARY, ctypes.RTLD_GLOBAL)

OPENMP = ("GOMP_", "omp_", "__kmpc_")
RUNTIMES = ("libgomp", "libomp", "libiomp5")
R_X86_64_GLOB_DAT, R_X86_64_JUMP_SLOT = 6, 7


class DlInfo(ctypes.Structure):
    _fields_ = [
        ("file_name", ctypes.c_char_p),
        ("file_base", ctypes.c_void_p),
        ("symbol_name", ctypes.c_char_p),
        ("symbol_address", ctypes.c_void_p),
    ]


_dladdr = ctypes.CDLL(None).dladdr
_dladdr.argtypes = [ctypes.c_void_p, ctypes.POINTER(DlInfo)]


def threads() -> int:
    """Threads of this process now."""
    return len(os.listdir("/proc/self/task"))


def loaded() -> dict[str, int]:
    """Every shared library of this process and the address it is loaded at."""
    found: dict[str, int] = {}
    for line in Path("/proc/self/maps").read_text().splitlines():
        fields = line.split(maxsplit=5)
        if len(fields) == 6 and ".so" in fields[5] and int(fields[2], 16) == 0:
            found.setdefault(fields[5], int(fields[0].split("-")[0], 16))
    return found


def is_runtime(path: str) -> bool:
    return Path(path).name.startswith(RUNTIMES)


def _slots(path: str) -> dict[str, int]:
    """By OpenMP function that an x86-64 library imports: the offset of the slot where the loader writes its address."""
    data = Path(path).read_bytes()
    (section_table,) = struct.unpack_from("<Q", data, 0x28)
    entry_size, count = struct.unpack_from("<HH", data, 0x3A)
    sections = [struct.unpack_from("<IIQQQQIIQQ", data, section_table + i * entry_size) for i in range(count)]
    slots = {}
    for _, kind, _, _, offset, size, link, _, _, _ in sections:
        symbols = sections[link] if kind == 4 else None
        if symbols is None or symbols[1] != 11:  # SHT_RELA against SHT_DYNSYM
            continue
        names = sections[symbols[6]][4]
        for entry in range(offset, offset + size, 24):
            slot, info = struct.unpack_from("<QQ", data, entry)
            if info & 0xFFFFFFFF not in (R_X86_64_GLOB_DAT, R_X86_64_JUMP_SLOT):
                continue
            name_offset, _, _, section = struct.unpack_from("<IBBH", data, symbols[4] + (info >> 32) * 24)
            start = names + name_offset
            name = data[start : data.index(b"\0", start)].decode()
            if section == 0 and name.startswith(OPENMP):
                slots[name] = slot
    return slots


def bindings() -> dict[str, set[str]]:
    """By library that imports OpenMP functions: the files to which the loader bound those that were called so far."""
    bound: dict[str, set[str]] = {}
    for path, base in loaded().items():
        if is_runtime(path):
            continue
        for slot in _slots(path).values():
            info = DlInfo()
            address = ctypes.c_void_p.from_address(base + slot).value
            if address and _dladdr(address, ctypes.byref(info)):
                target = os.path.realpath(os.fsdecode(info.file_name))
                # A slot that is resolved at the first call points into its own library until then.
                if target != os.path.realpath(path):
                    bound.setdefault(path, set()).add(target)
    return bound


def used() -> set[str]:
    """The OpenMP runtimes that at least one library is bound to."""
    return set().union(*bindings().values())


def check_bound(*packages: str) -> None:
    """Raises if one of these packages has no library bound to an OpenMP runtime, or if, under ferromp, any library is
    bound to another runtime."""
    bound = bindings()
    for package in packages:
        if not any(f"/{package}/" in path for path in bound):
            raise AssertionError(f"no library of {package} is bound to an OpenMP runtime: {sorted(bound)}")
    for path, targets in bound.items():
        if LIBRARY and targets != {os.path.realpath(LIBRARY)}:
            raise AssertionError(f"{path} is bound to {sorted(targets)}")
