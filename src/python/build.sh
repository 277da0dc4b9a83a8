#!/usr/bin/env bash
# Publishes the native library and makes the wheel: bash src/python/build.sh [folder for the wheel]
# Needs the .NET SDK, a C linker (gcc or clang) and python3; no package of Python. The last line is the wheel's path.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
python3 wheel_builder.py "${1:-../../artifacts/python}"
