"""What may be wrong with a workbook as a whole, in our words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import python_calamine

from liuke.foundation.faults import Fault, Invalid, TooLarge


@contextmanager
def reading() -> Iterator[None]:
    """What the reader meets in a damaged file, said in our words."""
    try:
        yield
    except Fault:
        raise
    except python_calamine.PasswordError:
        raise locked() from None
    except Exception as error:  # the reader's own errors have no common kind but this
        raise unreadable() from error
    except BaseException as error:  # a panic of the reader is no Exception; nothing else may pass as one
        if type(error).__name__ == "PanicException":
            raise unreadable() from None
        raise


def locked() -> Invalid:
    """It wants a password."""
    return bad("文件有密码保护，请去掉密码再上传。", "The file is protected by a password; take it away first.")


def unreadable() -> Invalid:
    """No reader can make anything of it."""
    return bad(
        "文件损坏或不是 XLSX、XLS，请用表格软件另存后再试。",
        "The file is damaged or no XLSX or XLS; save it again and retry.",
    )


def bad(zh: str, en: str) -> Invalid:
    """What is wrong with the file as a whole."""
    return Invalid.field("file", zh, en)


def too_large() -> TooLarge:
    """More than may be unpacked."""
    return TooLarge("文件解压后过大，请拆成几个文件。", "Unpacked, this file is too large: split it.")
