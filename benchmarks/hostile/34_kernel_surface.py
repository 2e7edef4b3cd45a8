# attack: reach system calls that have been the way into kernels
# limit: process
import ctypes, os, platform, socket, struct

libc = ctypes.CDLL(None, use_errno=True)
escaped = []
calls = {"io_uring_setup": (425, 1, ctypes.create_string_buffer(256)), "userfaultfd": (323, 1), "keyctl": (250, 0, -3, 0), "add_key": (248, b"user", b"x", b"y", 1, -3),
         "bpf": (321, 0, ctypes.create_string_buffer(128), 128), "perf_event_open": (298, ctypes.create_string_buffer(struct.pack("<II", 1, 120) + bytes(112)), 0, -1, -1, 0),
         "open_by_handle_at": (304, -100, ctypes.create_string_buffer(64), 0), "process_vm_readv": (310, 1, None, 0, None, 0, 0), "kcmp": (312, 1, 1, 0, 0, 0),
         "personality": (135, 0x0040000), "x32 getpid": (0x40000000 + 39,)}
if platform.machine() == "x86_64":
    for name, arguments in calls.items():
        child = os.fork()
        if child == 0:
            os._exit(42 if libc.syscall(*arguments) >= 0 else 0)
        if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 42:
            escaped.append(name)
for name, family, kind in (("AF_ALG", 38, 5), ("AF_VSOCK", 40, 1), ("AF_PACKET", 17, 3), ("AF_XDP", 44, 3), ("AF_TIPC", 30, 1), ("AF_BLUETOOTH", 31, 3)):
    try:
        socket.socket(family, kind).close()
        escaped.append(name)
    except OSError:
        pass
print("ESCAPED: " + ", ".join(escaped) if escaped else "contained")
