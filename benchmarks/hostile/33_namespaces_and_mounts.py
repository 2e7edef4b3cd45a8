# attack: make namespaces and mounts of one's own, the usual first step of a kernel exploit
# limit: process
import ctypes, os

libc = ctypes.CDLL(None, use_errno=True)
escaped = []
for name, flag in (("user", 0x10000000), ("mount", 0x00020000), ("net", 0x40000000), ("pid", 0x20000000), ("ipc", 0x08000000), ("cgroup", 0x02000000), ("time", 0x80)):
    child = os.fork()
    if child == 0:
        os._exit(42 if libc.unshare(flag) == 0 else 0)
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 42:
        escaped.append(name)
for name, call in (("mount", lambda: libc.mount(b"none", b"/tmp", b"tmpfs", 0, None)), ("chroot", lambda: libc.chroot(b"/tmp")), ("pivot_root", lambda: libc.syscall(155, b"/tmp", b"/tmp")),
                   ("fsopen", lambda: libc.syscall(430, b"tmpfs", 0)), ("open_tree", lambda: libc.syscall(428, -100, b"/", 1)), ("setns", lambda: libc.setns(0, 0))):
    if call() >= 0:
        escaped.append(name)
print("ESCAPED: " + ", ".join(escaped) if escaped else "contained")
