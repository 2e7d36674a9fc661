#!/usr/bin/env bash
# Trains through the grader on this machine's GPU, checks the isolation there, and prints one JSON.
#
#   benchmarks/cuda.sh [--quick]
#
# Takes the first Python that has what the kit needs: $PYTHON, .venv, python3. If none has it, makes
# an environment in a temporary folder and installs it there, from the network or from $WHEELS, a
# folder of wheels. Progress goes to standard error, the JSON to standard output. Without a GPU it
# does the same on the CPU, and says so in the JSON.
set -euo pipefail
cd "$(dirname "$0")/.."
export PYTHONPATH="$PWD${PYTHONPATH:+:$PYTHONPATH}" PYTHONDONTWRITEBYTECODE=1

needs="import msgspec, numpy, pydantic, pytest, safetensors, torch, torchvision, yaml"
for python in "${PYTHON:-}" .venv/bin/python python3; do
    if [ -n "$python" ] && "$python" -c "$needs" 2>/dev/null; then
        exec "$python" -m benchmarks.cuda "$@"
    fi
done

home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
echo "No Python here has what the kit needs; it is installed into $home." >&2
"${PYTHON:-python3}" -m venv --system-site-packages "$home"  # torch may be there already
"$home/bin/python" -m pip install --quiet ${WHEELS:+--no-index --find-links "$WHEELS"} . >&2
"$home/bin/python" -m benchmarks.cuda "$@"
