"""What a process takes away from itself before it opens a stranger's file, and cannot take back.

No new file descriptor (so no file, no socket, no pipe), no octet in a file that it might have open, no other
program, bounded memory and processor time. Where the kernel knows Landlock (Linux 5.13), also no change of
any name in the file system and, from 6.12 on, no signal to other processes.
"""

from __future__ import annotations

import ctypes
import os
import resource
import struct

MEMORY_OCTETS = 2**30
PROCESSOR_SECONDS = 60
STANDARD_STREAMS = 3
NICENESS = 10  # whoever reads and writes to rooms goes first

# landlock(7); the numbers are the same on every architecture.
CREATE_RULESET, RESTRICT_SELF = 444, 446
VERSION_WANTED = 1
FS_RIGHTS = ((1, 13), (2, 14), (3, 15), (5, 16))  # version, and how many rights of the file system it knows
NET_VERSION, NET_RIGHTS = 4, 0b11
SCOPE_VERSION, SCOPES = 6, 0b11
PR_SET_NO_NEW_PRIVS = 38


def bound() -> None:
    """Memory and time; before anything of the file is read."""
    os.nice(NICENESS)
    for what, most in (
        (resource.RLIMIT_AS, MEMORY_OCTETS),
        (resource.RLIMIT_CPU, PROCESSOR_SECONDS),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        resource.setrlimit(what, (most, most))


def confine() -> None:
    """Everything else; after all that will be needed was imported."""
    landlock()
    resource.setrlimit(resource.RLIMIT_NOFILE, (STANDARD_STREAMS, STANDARD_STREAMS))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))


def landlock() -> int:
    """The version of Landlock that holds from now on; 0 where the kernel has none."""
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(CREATE_RULESET, None, ctypes.c_size_t(0), VERSION_WANTED)
    if version < 1:
        return 0
    rights = max(count for since, count in FS_RIGHTS if since <= version)
    attributes = [2**rights - 1]
    if version >= NET_VERSION:
        attributes.append(NET_RIGHTS)
    if version >= SCOPE_VERSION:
        attributes.append(SCOPES)
    ruleset = struct.pack(f"={len(attributes)}Q", *attributes)
    handle = libc.syscall(CREATE_RULESET, ruleset, ctypes.c_size_t(len(ruleset)), 0)
    if handle < 0:
        return 0
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    held = libc.syscall(RESTRICT_SELF, handle, 0) == 0
    os.close(handle)
    return version if held else 0
