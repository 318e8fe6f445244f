"""Take from a process what an evaluation never needs: sockets, new programs, writing files, endless memory.

The engine can be talked into calling other servers, and it ends its process when memory runs out. So whoever
evaluates gives up these rights first, for good. Limits hold on every Unix. The filter of system calls holds on Linux
for x86-64 and ARM 64; elsewhere only the screening of queries stands between a query and the network.
"""

from __future__ import annotations

import ctypes
import platform
import struct
import sys
from dataclasses import dataclass
from pathlib import Path

MIB = 1024 * 1024

_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _FILTER_MODE = 38, 22, 2
_LOAD, _JUMP_IF_EQUAL, _JUMP_IF_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _REFUSE_WITH_EACCES, _KILL = 0x7FFF0000, 0x00050000 | 13, 0x80000000
_AT_NUMBER, _AT_ARCHITECTURE = 0, 4


@dataclass(frozen=True, slots=True)
class Machine:
    """Say how a processor family calls itself in the kernel, and the numbers of the calls that are refused."""

    audit: int
    network: tuple[int, ...]
    programs: tuple[int, ...]


MACHINES = {
    # socket connect accept sendto bind listen socketpair accept4 | execve execveat ptrace io_uring_setup
    "x86_64": Machine(0xC000003E, (41, 42, 43, 44, 49, 50, 53, 288), (59, 322, 101, 425)),
    "aarch64": Machine(0xC00000B7, (198, 203, 202, 206, 200, 201, 199, 242), (221, 281, 117, 425)),
}


def confine(memory: int, *, network: bool = False) -> tuple[str, ...]:
    """Give up rights, and allow `memory` MiB more than is used now; return the names of what was given up.

    With `network` the process keeps its sockets.
    """
    if sys.platform == "win32":
        return ()
    _limit(memory)
    given_up = ("memory", "writing files")
    if not forbid(network=not network, programs=True):
        return given_up
    return (*given_up, "programs") if network else (*given_up, "network", "programs")


def _limit(memory: int) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    most = _address_space() + memory * MIB
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _address_space() -> int:
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except OSError:
        return 1024 * MIB  # what a process with the engine takes on systems that do not tell
    import resource

    return pages * resource.getpagesize()


def forbid(*, network: bool, programs: bool) -> bool:
    """Give up calls of the system for good, also those of threads that start later; tell whether that is possible."""
    machine = MACHINES.get(platform.machine())
    if sys.platform != "linux" or machine is None or sys.maxsize < 2**32:
        return False
    program = _program(machine.audit, machine.network * network + machine.programs * programs)
    code = ctypes.create_string_buffer(program, len(program))
    described = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code)))
    control = ctypes.CDLL(None, use_errno=True).prctl
    control.argtypes = [ctypes.c_int, ctypes.c_ulong, ctypes.c_void_p, ctypes.c_ulong, ctypes.c_ulong]
    if control(_PR_SET_NO_NEW_PRIVS, 1, None, 0, 0):
        return False
    return not control(_PR_SET_SECCOMP, _FILTER_MODE, ctypes.addressof(described), 0, 0)


def _program(audit: int, calls: tuple[int, ...]) -> bytes:
    # One comparison for each call, then what becomes of it; another architecture's calls have other numbers.
    steps = [(_LOAD, 0, 0, _AT_ARCHITECTURE), (_JUMP_IF_EQUAL, 1, 0, audit), (_RETURN, 0, 0, _KILL)]
    steps.append((_LOAD, 0, 0, _AT_NUMBER))
    # On x86-64 every call has a second number, with this bit.
    steps.append((_JUMP_IF_AT_LEAST, len(calls) + 1, 0, 0x40000000))
    for place, number in enumerate(calls):
        steps.append((_JUMP_IF_EQUAL, len(calls) - place, 0, number))
    steps += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE_WITH_EACCES)]
    return b"".join(struct.pack("HBBI", *step) for step in steps)
