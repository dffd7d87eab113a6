"""Which runtime the libraries of this process call: read from the tables where the loader writes addresses."""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterable

OPENMP = ("GOMP_", "omp_", "__kmpc_")
RUNTIMES = ("libgomp", "libomp", "libiomp5")
RELOCATIONS, DYNAMIC_SYMBOLS = 4, 11  # SHT_RELA, SHT_DYNSYM
# By a file's e_machine: R_X86_64_GLOB_DAT and R_X86_64_JUMP_SLOT, and those of AArch64.
FUNCTION_SLOTS = {62: (6, 7), 183: (1025, 1026)}


class _Place(ctypes.Structure):
    """Dl_info"""

    _fields_ = [
        ("file", ctypes.c_char_p),
        ("base", ctypes.c_void_p),
        ("symbol", ctypes.c_char_p),
        ("address", ctypes.c_void_p),
    ]


_dladdr = ctypes.CDLL(None).dladdr
_dladdr.argtypes = [ctypes.c_void_p, ctypes.POINTER(_Place)]


def file_of(address: int | None) -> str | None:
    """The real path of the file whose code or data are at an address; None if no file's are."""
    if not address:
        return None
    place = _Place()
    if not _dladdr(address, ctypes.byref(place)):
        return None
    return os.path.realpath(os.fsdecode(place.file))


def is_runtime(path: str) -> bool:
    """Whether a file is an OpenMP runtime by its name, be it ferromp."""
    return os.path.basename(path).startswith(RUNTIMES)


def loaded() -> dict[str, int]:
    """Every shared library of this process, and the address it is loaded at."""
    found: dict[str, int] = {}
    with open("/proc/self/maps") as maps:
        for line in maps:
            fields = line.rstrip("\n").split(maxsplit=5)
            if len(fields) == 6 and ".so" in fields[5] and int(fields[2], 16) == 0:
                found.setdefault(fields[5], int(fields[0].split("-")[0], 16))
    return found


def slots(path: str) -> dict[str, int]:
    """By OpenMP function that a library imports: the offset of the slot for its address."""
    with open(path, "rb") as file:
        data = file.read()
    if data[:5] != b"\x7fELF\x02":
        return {}
    (machine,) = struct.unpack_from("<H", data, 0x12)
    function_slots = FUNCTION_SLOTS.get(machine, ())
    (table,) = struct.unpack_from("<Q", data, 0x28)
    size, count = struct.unpack_from("<HH", data, 0x3A)
    sections = [struct.unpack_from("<IIQQQQIIQQ", data, table + i * size) for i in range(count)]
    found = {}
    for _, kind, _, _, offset, length, link, _, _, _ in sections:
        if kind != RELOCATIONS or sections[link][1] != DYNAMIC_SYMBOLS:
            continue
        symbols = sections[link]
        names = sections[symbols[6]][4]
        for entry in range(offset, offset + length, 24):
            slot, info = struct.unpack_from("<QQ", data, entry)
            if info & 0xFFFFFFFF not in function_slots:
                continue
            name_at, _, _, section = struct.unpack_from("<IBBH", data, symbols[4] + (info >> 32) * 24)
            start = names + name_at
            name = data[start : data.index(b"\0", start)].decode(errors="replace")
            if section == 0 and name.startswith(OPENMP):
                found[name] = slot
    return found


def bound() -> dict[str, set[str]]:
    """By library that imports OpenMP functions: the files to which the loader has bound them. A function that is
    bound at its first call has no file before it."""
    found: dict[str, set[str]] = {}
    for path, base in loaded().items():
        if is_runtime(path):
            continue
        try:
            offsets = slots(path)
        except (OSError, struct.error, IndexError, ValueError):
            continue
        for offset in offsets.values():
            target = file_of(ctypes.c_void_p.from_address(base + offset).value)
            if target is not None and target != os.path.realpath(path):
                found.setdefault(path, set()).add(target)
    return found


def has_our_functions(path: str) -> bool:
    """Whether a loaded library is ferromp, or a stand-in that needs it."""
    from ferromp._runtime import A_FUNCTION_OF_OURS

    try:
        return hasattr(ctypes.CDLL(path, mode=os.RTLD_NOLOAD), A_FUNCTION_OF_OURS)
    except OSError:
        return False


def others(targets: Iterable[str]) -> list[str]:
    """Those among the files that are not ferromp."""
    return sorted(target for target in targets if not has_our_functions(target))
