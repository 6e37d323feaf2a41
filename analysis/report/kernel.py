"""The kernel that a report is made in: it takes nothing from the folder it is started in, or from its user's settings.

Run as a script, this file *is* that kernel. Only the standard library is imported before the paths are in order.
"""

from __future__ import annotations

import importlib.util
import os
import site
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jupyter_client.manager import KernelManager

_PACKAGE = Path(__file__).resolve().parents[1]
_FIXED = {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8"}
_DROPPED = ("PYTHON", "IPYTHON", "JUPYTER", "MPL", "MATPLOTLIB", "PANDAS", "LC_", "LANG", "COLUMNS", "LINES")
FORGET = "get_ipython().reset(); __import__('os').chdir({folder!r})"  # a notebook's names, the number of its last cell
_SOCKET_PATH = 80  # bytes: a socket's path may have 103 on macOS, 107 on Linux, its number and ending included


class Kernel:
    """A kernel for reports, one after the other: started when it is first asked for, ended with the context.

    What it has loaded serves the next report; names that a notebook gave are forgotten.
    """

    def __init__(self) -> None:
        self._open = ExitStack()
        self._manager: KernelManager | None = None

    def __enter__(self) -> Kernel:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def manager(self) -> KernelManager:
        """What runs it."""
        if self._manager is None:
            scratch = Path(self._open.enter_context(tempfile.TemporaryDirectory(prefix="whose-words-")))
            self._manager = self._open.enter_context(_running_kernel(scratch))
        return self._manager

    def end(self) -> None:
        """End it; the next report starts another."""
        self._manager = None
        self._open.close()


@contextmanager
def _running_kernel(scratch: Path) -> Iterator[KernelManager]:
    """A kernel that runs this very package, whatever else the machine calls ``analysis``; it ends with the context."""
    from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
    from jupyter_client.manager import KernelManager

    class OurSpec(KernelSpecManager):
        """Knows one kernel, and looks for no other in the user's folders."""

        def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
            own_site = ["-s"] if not _in_user_site() else []
            command = [sys.executable, "-P", *own_site, "-X", "utf8", str(Path(__file__).resolve())]
            return KernelSpec(argv=[*command, "-f", "{connection_file}"], display_name="Python 3", language="python")

    with _sockets(scratch) as place:
        manager = KernelManager(
            kernel_spec_manager=OurSpec(), connection_file=str(scratch / "kernel.json"),
            client_class="jupyter_client.asynchronous.AsyncKernelClient", **place,
        )  # fmt: skip
        manager.start_kernel(env=_environment(scratch))
        try:
            yield manager
        finally:
            manager.shutdown_kernel(now=True)


def _environment(scratch: Path) -> dict[str, str]:
    """The variables of the kernel: the user's without those by which a run could differ, and those held fixed.

    >>> _environment(Path("x"))["TZ"], "PYTHONPATH" in _environment(Path("x"))
    ('UTC', False)
    """
    from analysis.report.style import EPOCH

    kept = {name: value for name, value in os.environ.items() if not name.startswith(_DROPPED)}
    own = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(scratch))  # what is left there goes with it
    return {**kept, **_FIXED, **own, "SOURCE_DATE_EPOCH": str(EPOCH), "IPYTHONDIR": str(scratch / "ipython")}


def _in_user_site() -> bool:
    """Whether the packages that we run on are themselves in the user's site, by ``pip install --user``."""
    spec = importlib.util.find_spec("ipykernel")
    return bool(site.ENABLE_USER_SITE and spec and spec.origin and spec.origin.startswith(site.getusersitepackages()))


@contextmanager
def _sockets(scratch: Path) -> Iterator[dict[str, str]]:
    """Where the kernel listens: files in a folder of its own, so that runs side by side never take each other's port
    (papermill issue 511); where the system has no such sockets, or only with too long a path, ports."""
    if os.name != "posix":
        yield {}
    elif len(os.fsencode(scratch)) <= _SOCKET_PATH:
        yield {"transport": "ipc", "ip": str(scratch / "s")}
    else:
        with tempfile.TemporaryDirectory(prefix="whose-words-", dir="/tmp") as short:
            yield {"transport": "ipc", "ip": f"{short}/s"}


def _be_kernel() -> None:
    """Start from a folder of our own, where matplotlib and IPython find no settings; then work where the user is."""
    here = os.getcwd()  # noqa: PTH109 - as little as possible is imported yet
    settings = os.environ["IPYTHONDIR"]
    os.makedirs(settings, exist_ok=True)  # noqa: PTH103
    os.chdir(settings)
    plotting = importlib.util.find_spec("matplotlib")
    if plotting and plotting.origin:
        os.environ["MATPLOTLIBRC"] = str(Path(plotting.origin).parent / "mpl-data" / "matplotlibrc")
        import matplotlib  # noqa: F401 - it reads its settings now
    _load_package()
    from ipykernel.kernelapp import IPKernelApp

    application = IPKernelApp.instance()
    application.initialize([*sys.argv[1:], "--InteractiveShellApp.ignore_cwd=True", "--HistoryManager.enabled=False"])
    os.chdir(here)
    application.start()


def _load_package() -> None:
    """Load the package that this file belongs to, wherever it lies, without its folder's neighbours."""
    start = _PACKAGE / "__init__.py"
    spec = importlib.util.spec_from_file_location("analysis", start, submodule_search_locations=[str(_PACKAGE)])
    if spec is None or spec.loader is None:
        raise ImportError(f"{start} cannot be loaded")
    sys.modules["analysis"] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)


if __name__ == "__main__":
    _be_kernel()
