"""A JupyterLab of its own for a folder, and its notebook in a browser, driven as by a student."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page

PATIENCE = 180  # seconds for anything that takes one
SETTINGS = (
    *("--no-browser", "--allow-root", "--ip=127.0.0.1", "--IdentityProvider.token="),
    *("--LabApp.expose_app_in_browser=True", "--LabApp.news_url=None"),
    *("--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",),
    "--LabApp.extension_manager=readonly",
)
TRACKER = "@jupyterlab/notebook-extension/tracker.jupyterlab-settings"


@contextmanager
def served(folder: Path, private: Path) -> Iterator[str]:
    """The address of a JupyterLab whose files are those of `folder`; its own go to `private`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    places = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    environment = {**os.environ, **{name: str(private / name.lower()) for name in places}}
    settings = private / "jupyter_config_dir" / "lab" / "user-settings" / TRACKER
    settings.parent.mkdir(parents=True)
    settings.write_text('{"windowingMode": "none"}')  # all cells are drawn, in sight or not
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.port={port}", *SETTINGS]
    with open(private / "server.log", "wb") as log:
        server = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
        try:
            _wait_for(f"http://127.0.0.1:{port}/api", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(PATIENCE)


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310 - our own server
        except (urllib.error.URLError, ConnectionError):
            assert server.poll() is None, "JupyterLab ended"
            assert time.monotonic() < deadline, "JupyterLab does not answer"
            time.sleep(0.2)
        else:
            return


class Lab:
    """A notebook in JupyterLab."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def command(self, name: str, **arguments: str) -> None:
        """What a menu's entry does, waited for."""
        self.page.evaluate(
            "([name, given]) => window.jupyterapp.commands.execute(name, given).then(() => null)",
            [name, arguments],
        )

    def run_all(self) -> None:
        """Run all cells from top to bottom, and save what they show."""
        self.command("notebook:run-all-cells")
        self.command("docmanager:save")

    def run(self, cell_id: str) -> None:
        """Select a cell, and run it."""
        self.page.evaluate(
            """id => { const { content } = window.jupyterapp.shell.currentWidget;
                content.activeCellIndex = content.widgets.findIndex(cell => cell.model.id === id);
            }""",
            cell_id,
        )
        self.command("notebook:run-cell")

    def output(self, cell_id: str) -> str:
        """What a cell has printed."""
        return "".join(each.get("text", "") for each in self._outputs(cell_id))

    def pictures(self, cell_id: str) -> int:
        """How many pictures a cell shows."""
        return sum("image/png" in each.get("data", {}) for each in self._outputs(cell_id))

    def troubles(self) -> list[dict]:
        """All outputs that are errors or warnings."""
        outputs = self.page.evaluate(
            """() => [...window.jupyterapp.shell.currentWidget.content.widgets]
                .flatMap(cell => cell.model.outputs?.toJSON() ?? [])"""
        )
        return [
            each
            for each in outputs
            if each["output_type"] == "error" or each.get("name") == "stderr"
        ]

    def _outputs(self, cell_id: str) -> list[dict]:
        return self.page.evaluate(
            """id => [...window.jupyterapp.shell.currentWidget.content.widgets]
                .find(cell => cell.model.id === id).model.outputs.toJSON()""",
            cell_id,
        )

    def write(self, cell_id: str, source: str) -> None:
        """Put other text into a cell."""
        self.page.evaluate(
            """([id, text]) => [...window.jupyterapp.shell.currentWidget.content.widgets]
                .find(cell => cell.model.id === id).model.sharedModel.setSource(text)""",
            [cell_id, source],
        )

    def sources(self) -> list[str]:
        """The text of all cells, in their order."""
        return self.page.evaluate(
            """() => [...window.jupyterapp.shell.currentWidget.content.widgets]
                .map(cell => cell.model.sharedModel.getSource())"""
        )


def opened(browser: Browser, address: str, notebook: str) -> Lab:
    """The notebook, opened in a JupyterLab, with a kernel that is ready."""
    page = browser.new_page()
    page.set_default_timeout(PATIENCE * 1000)
    page.route(lambda url: not url.startswith(address), lambda route: route.abort())
    page.goto(f"{address}/lab/tree/{notebook}?reset")
    page.wait_for_function(
        """() => { const panel = window.jupyterapp?.shell?.currentWidget;
            return panel?.sessionContext?.session?.kernel?.status === 'idle'; }"""
    )
    return Lab(page)
