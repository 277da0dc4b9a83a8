"""Makes the wheel: publishes the native library and zips it with the package. Also a PEP 517 backend without dependencies:
pip wheel --no-build-isolation --no-deps src/python"""

from __future__ import annotations

import base64
import hashlib
import pathlib
import platform
import re
import subprocess
import sys
import sysconfig
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
LIBRARY = ROOT / "artifacts" / "native" / "publish" / "IsoApprox.Native"


def runtime() -> str:
    machine = {"x86_64": "x64", "aarch64": "arm64"}.get(platform.machine())
    if sys.platform != "linux" or machine is None:
        raise SystemExit(f"wheel_builder.py: builds on Linux, x86_64 or aarch64, not on {sys.platform}, {platform.machine()}")
    return f"linux-{machine}"


def version() -> str:
    text = (ROOT / "Directory.Build.props").read_text(encoding="utf-8")
    found = re.search(r"<Version>([^<]+)</Version>", text)
    if found is None:
        raise SystemExit("wheel_builder.py: Directory.Build.props has no <Version>")
    return found[1]


def publish() -> pathlib.Path:
    """The library; nothing is done when it is newer than all sources."""
    library = LIBRARY / f"release_{runtime()}" / "libisoapprox.so"
    sources = [
        *(path for name in ("IsoApprox", "IsoApprox.Solver", "IsoApprox.Native")
          for path in (ROOT / "src" / name).rglob("*") if path.suffix in (".cs", ".csproj", ".h") and "obj" not in path.parts),
        ROOT / "Directory.Build.props", ROOT / "Directory.Build.targets", ROOT / "Directory.Packages.props",
    ]
    if not library.exists() or library.stat().st_mtime < max(path.stat().st_mtime for path in sources):
        subprocess.run(
            ["dotnet", "publish", str(ROOT / "src" / "IsoApprox.Native"), "-c", "Release", "-r", runtime(),
             "--artifacts-path", str(ROOT / "artifacts" / "native"), "-p:RunAnalyzers=false", "-nodeReuse:false", "-v", "quiet"],
            check=True, stdout=sys.stderr, stdin=subprocess.DEVNULL)
        library.touch()
    return library


def build_wheel(wheel_directory: str, config_settings: object = None, metadata_directory: object = None) -> str:
    tag = "py3-none-" + sysconfig.get_platform().replace("-", "_").replace(".", "_")
    name = f"isoapprox-{version()}"
    info = f"{name}.dist-info"
    files: dict[str, bytes] = {
        f"isoapprox/{path.name}": path.read_bytes()
        for path in sorted((HERE / "isoapprox").iterdir()) if path.suffix == ".py" or path.name == "py.typed"
    }
    library = publish()
    files["isoapprox/libisoapprox.so"] = library.read_bytes()
    files["isoapprox/isoapprox.h"] = (ROOT / "src" / "IsoApprox.Native" / "isoapprox.h").read_bytes()
    files[f"{info}/LICENSE"] = (ROOT / "LICENSE").read_bytes()
    files[f"{info}/METADATA"] = (
        "Metadata-Version: 2.1\nName: isoapprox\n"
        f"Version: {version()}\n"
        "Summary: Measures labelled embeddings and finds the nearest Triplet-Separated embedding, as a proved interval.\n"
        "License: MIT\nRequires-Python: >=3.9\n").encode()
    files[f"{info}/WHEEL"] = f"Wheel-Version: 1.0\nGenerator: isoapprox\nRoot-Is-Purelib: false\nTag: {tag}\n".encode()
    record = "".join(f"{path},sha256={_digest(data)},{len(data)}\n" for path, data in files.items()) + f"{info}/RECORD,,\n"
    files[f"{info}/RECORD"] = record.encode()
    target = pathlib.Path(wheel_directory)
    target.mkdir(parents=True, exist_ok=True)
    wheel = target / f"{name}-{tag}.whl"
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in files.items():
            entry = zipfile.ZipInfo(path)  # the time of a ZipInfo is fixed: equal contents give equal wheels
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o755 if path.endswith(".so") else 0o644) << 16
            archive.writestr(entry, data)
    return wheel.name


def _digest(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


if __name__ == "__main__":
    folder = sys.argv[1] if len(sys.argv) > 1 else str(ROOT / "artifacts" / "python")
    print((pathlib.Path(folder) / build_wheel(folder)).resolve())
