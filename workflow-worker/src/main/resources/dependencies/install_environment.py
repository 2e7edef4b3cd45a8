"""Builds a virtual environment from a lock. Runs in the sandbox, on the interpreter of the base environment.

Arguments: uv, the lock, the directory to build in, then options of `uv pip install`. Nothing of what is installed is
executed here: only wheels are unpacked, and byte-compiling does not run code.
"""

import compileall
import os
import py_compile
import shutil
import signal
import site
import stat
import subprocess
import sys

uv, lock, target, *options = sys.argv[1:]
environment = os.path.join(target, "venv")
cache = os.path.join(target, "cache")
packages = os.path.join(environment, "lib", "python%d.%d" % sys.version_info[:2], "site-packages")


def run(*command: str) -> None:
    status = subprocess.run(command, env={**os.environ, "UV_CACHE_DIR": cache}, stdin=subprocess.DEVNULL).returncode
    if status < 0:
        reason = "File too large" if -status == signal.SIGXFSZ else signal.strsignal(-status)
        sys.exit(f"uv ended: {reason}")
    if status > 0:
        sys.exit(status)


run(uv, "venv", "--quiet", "--no-project", "--relocatable", "--python", sys.executable, environment)
if os.path.getsize(lock) > 0:
    # fmt: off
    run(uv, "pip", "install", "--quiet", "--python", os.path.join(environment, "bin", "python"), "--require-hashes",
        "--no-deps", "--link-mode", "hardlink", "--requirement", lock, *options)
    # fmt: on
shutil.rmtree(cache, ignore_errors=True)

# What the script's own packages do not bring comes from the base environment.
base = os.path.join(packages, "zz_base_environment.pth")
if os.path.lexists(base):
    os.unlink(base)
with open(base, "w", encoding="utf-8") as file:
    file.writelines(path + "\n" for path in site.getsitepackages() if os.path.isdir(path))

# Without .pyc files each run would compile again, since it cannot write any.
compileall.compile_dir(
    packages,
    quiet=2,
    maxlevels=50,
    workers=min(4, os.cpu_count() or 1),
    invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
)

for directory, _, files in os.walk(environment):
    os.chmod(directory, 0o755)
    for name in files:
        path = os.path.join(directory, name)
        mode = os.lstat(path).st_mode
        if stat.S_ISREG(mode):
            os.chmod(path, 0o755 if mode & 0o111 else 0o644)
