"""Says which version of Landlock the kernel speaks; 0 without it."""
import ctypes

LANDLOCK_CREATE_RULESET = 444
VERSION = 1
libc = ctypes.CDLL(None, use_errno=True)
print(max(0, libc.syscall(LANDLOCK_CREATE_RULESET, None, ctypes.c_size_t(0), VERSION)))
