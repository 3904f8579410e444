"""Pages held against the rules of accessibility by axe, in a real browser.

axe-core (MPL-2.0, Deque) is fetched from npm for the run and is no part of this repository:
where there is no npm, or no way to it, what needs it is skipped and says so.
"""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
import tarfile
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from printing import BROWSER

PACKAGE = "axe-core@4.10.3"
DIGEST = "0f2b4d7dcdf7d1219df8d1959ad68e565f51d14c3f0d88bb71cd59abeb956292"
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>\n?')
RUN = """
<pre id="axe-found"></pre>
<script>
axe.run(document, {resultTypes: ["violations"], exclude: [["#axe-found"]]}).then(found => {
  const told = found.violations.map(each =>
    [each.id, each.help, ...each.nodes.map(node => node.html)]);
  document.getElementById("axe-found").textContent = "found " + JSON.stringify(told) + " end";
});
</script>
"""


@cache
def axe() -> str:
    """The script; skips the test where it cannot be had."""
    npm = shutil.which("npm")
    if npm is None or BROWSER is None:
        pytest.skip("axe looks at pages in Chromium, and comes by npm")
    with TemporaryDirectory() as folder:
        try:
            subprocess.run(  # noqa: S603
                [npm, "pack", PACKAGE, "--silent"],
                cwd=folder, check=True, capture_output=True, timeout=60,
            )  # fmt: skip
        except (OSError, subprocess.SubprocessError):
            pytest.skip(f"{PACKAGE} cannot be fetched from npm")
        (file,) = Path(folder).glob("*.tgz")
        assert sha256(file.read_bytes()).hexdigest() == DIGEST
        with tarfile.open(file) as packed:
            script = packed.extractfile("package/axe.min.js")
            assert script is not None
            return script.read().decode()


def violations(page: str, folder: Path, width: int = 800) -> list[list[str]]:
    """What axe finds: the rule, what it says, and each place."""
    script = axe().replace("</script", "<\\/script")
    text = POLICY.sub("", page)
    assert text != page
    text = text.replace("</main>", f"</main>\n<script>{script}</script>{RUN}")
    file = folder / "axe.html"
    file.write_text(text, "utf-8")
    browse = [str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu"]
    browse += [f"--user-data-dir={folder / 'browser'}", f"--window-size={width},1000"]
    shown = subprocess.run(  # noqa: S603
        [*browse, "--virtual-time-budget=60000", "--dump-dom", file.as_uri()],
        check=True, capture_output=True, timeout=120, text=True,
    ).stdout  # fmt: skip
    found = re.search(r'id="axe-found">found (.*) end</pre>', shown, re.DOTALL)
    assert found is not None, shown[-500:]
    told: list[list[str]] = json.loads(html.unescape(found[1]))
    return told
