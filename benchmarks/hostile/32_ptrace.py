# attack: attach to the worker, read its memory, take its descriptors
# limit: process
import ctypes, os

libc = ctypes.CDLL(None, use_errno=True)
escaped = []
for victim in {int(os.environ["HOSTILE_VICTIM"]), 1, os.getppid()}:
    if libc.ptrace(16, victim, None, None) == 0:
        escaped.append(f"attached to {victim}")
        libc.ptrace(17, victim, None, None)
    try:
        with open(f"/proc/{victim}/maps", "rb") as file:
            if file.read(1):
                escaped.append(f"maps of {victim}")
    except OSError:
        pass
    handle = libc.syscall(434, victim, 0)
    if handle >= 0 and libc.syscall(438, handle, 0, 0) >= 0:
        escaped.append(f"descriptor of {victim}")
print("ESCAPED: " + ", ".join(escaped) if escaped else "contained")
