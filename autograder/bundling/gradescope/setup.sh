#!/usr/bin/env bash
# Runs once, while Gradescope builds the image: a virtual environment with pinned versions.
set -euo pipefail
cd "$(dirname "$0")"

home=/opt/autograder  # not below /autograder: students' code may read Python, and nothing else
if [ ! -x "$home/bin/python" ]; then
  python=""
  for candidate in python3.13 python3.12 python3.11; do
    if command -v "$candidate" >/dev/null && "$candidate" -c 'import ensurepip' 2>/dev/null; then
      python="$candidate"
      break
    fi
  done
  if [ -z "$python" ]; then
    apt-get update -qq
    for candidate in python3.12 python3.11; do  # Ubuntu 24.04, and 22.04
      if apt-get install -y -qq --no-install-recommends "$candidate" "$candidate-venv"; then
        python="$candidate"
        break
      fi
    done
  fi
  if [ -z "$python" ]; then
    echo "There is no Python 3.11 or newer for this image. Choose Ubuntu 24.04 as its base." >&2
    exit 1
  fi
  "$python" -m venv "$home"
fi

pip=("$home/bin/python" -m pip install --quiet --no-cache-dir --disable-pip-version-check)
"${pip[@]}" --requirement requirements.txt
"${pip[@]}" --no-deps ./engine
