"""The port of the preview, or the next one that is free."""

from __future__ import annotations

import errno
import itertools
import socket

from tornado.netutil import bind_sockets

HOST = "127.0.0.1"

_REFUSED = {errno.EADDRINUSE: "is in use", errno.EACCES: "is not for everybody to use"}


class PortTakenError(Exception):
    """The port cannot be used; its words say why, and which one can."""


def listening(port: int) -> list[socket.socket]:
    """Sockets that listen on the port of this machine; raises PortTakenError."""
    try:
        return bind_sockets(port, HOST)
    except OSError as error:
        if error.errno not in _REFUSED:
            raise
        advice = f"Try: python build.py --serve --port {_next_free(port)}"
        raise PortTakenError(f"Port {port} {_REFUSED[error.errno]}. {advice}") from error


def _next_free(port: int) -> int:
    """The first port that can be listened on: above this one, else above those of the system."""
    for candidate in itertools.chain(range(port + 1, 65536), range(1024, port)):
        try:
            for found in bind_sockets(candidate, HOST):
                found.close()
        except OSError:
            continue
        return candidate
    return port
