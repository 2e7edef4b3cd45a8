#!/bin/sh
# Makes /opt/script-runner, what the image of scripts has beside a Python: the base environment (requests, blueplm), all
# byte-compiled because a script cannot write caches. uv is not in it: the worker mounts its own.
# Usage: script-environment.sh SDK [PYTHON]   SDK: python-sdk of this repository
set -eu
sdk=$1 python=${2:-python3} root=/opt/script-runner

mkdir -p $root/bin
"$python" -m venv $root/python
environment=$root/python/bin/python3
install() { "$environment" -m pip install --disable-pip-version-check --quiet --no-cache-dir --no-compile --require-hashes --only-binary :all: "$@"; }
install --requirement "$sdk/requirements-base.txt"

packages=$("$environment" -I -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
cp -R "$sdk/blueplm" "$packages/"
find "$packages" -name __pycache__ -type d -prune -exec rm -rf {} +
# An installer in a read-only environment would only mislead scripts.
installers=$("$environment" -I -c 'import importlib.util as u; print(*[n for n in ("setuptools", "pip") if u.find_spec(n)])')
# shellcheck disable=SC2086 # a list of names
"$environment" -m pip uninstall --disable-pip-version-check --quiet --yes $installers
"$environment" -I -m compileall -q --invalidation-mode unchecked-hash "$packages"
chmod -R a+rX $root
"$environment" -I -c 'import requests, blueplm'
