# attack: start programs with the largest environment and arguments
import os, subprocess, sys

try:
    done = subprocess.run([sys.executable, "-I", "-S", "-E", "-c", "pass"] + ["x" * 1000] * 900, env={f"K{n}": "v" * 1000 for n in range(900)}, timeout=20)
    print("contained", done.returncode)
except OSError as error:
    print("contained:", error)
