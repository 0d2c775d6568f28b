"""A note pasted at a terminal.

A terminal in its usual line mode cuts a line at 4,096 bytes, silently, and dictated notes are often one long line. So
the line mode is off while the note comes in.
"""

from __future__ import annotations

import os
import sys
import termios

from cac.readers.file import MOST_READ

_END, _ERASE = 0x04, (0x08, 0x7F)


def read_stdin() -> bytes:
    """Everything on stdin; at a terminal, up to Ctrl-D."""
    if not sys.stdin.isatty():
        return sys.stdin.buffer.read(MOST_READ + 1)
    sys.stderr.write("Paste the note, end with Ctrl-D\n")
    sys.stderr.flush()
    return read_paste(sys.stdin.fileno())


def read_paste(terminal: int) -> bytes:
    """Read from a terminal up to Ctrl-D, lines of any length; its settings are put back."""
    usual = termios.tcgetattr(terminal)
    raw = termios.tcgetattr(terminal)
    raw[3] &= ~termios.ICANON
    raw[6][termios.VMIN], raw[6][termios.VTIME] = 1, 0
    note = bytearray()
    try:
        termios.tcsetattr(terminal, termios.TCSANOW, raw)
        while (piece := os.read(terminal, 65536)) and _END not in piece and len(note) <= MOST_READ:
            note += piece
        note += piece.partition(bytes([_END]))[0]
    finally:
        termios.tcsetattr(terminal, termios.TCSANOW, usual)
        sys.stderr.write("\n")  # the answer begins on a line of its own
    return _erased(bytes(note))


def _erased(typed: bytes) -> bytes:
    """What is left after the erase key took characters away."""
    if not any(key in typed for key in _ERASE):
        return typed
    kept: list[str] = []
    for character in typed.decode("utf-8", errors="surrogateescape"):
        if ord(character) not in _ERASE:
            kept.append(character)
        elif kept:
            kept.pop()
    return "".join(kept).encode("utf-8", errors="surrogateescape")
