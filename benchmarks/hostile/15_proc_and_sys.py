# attack: change the kernel through /proc and /sys, look into the machine
# limit: process
import os

escaped = []
for path, value in (("/proc/sys/kernel/core_pattern", "|/tmp/x"), ("/proc/sys/kernel/hostname", "x"), ("/proc/sysrq-trigger", "h"), ("/proc/sys/vm/drop_caches", "1"),
                    ("/proc/1/oom_score_adj", "1000"), ("/sys/kernel/uevent_helper", "/tmp/x"), ("/sys/fs/cgroup/cgroup.procs", "0"), ("/proc/self/uid_map", "0 0 1"),
                    ("/sys/kernel/mm/transparent_hugepage/enabled", "never"), ("/proc/sys/net/ipv4/ip_forward", "1")):
    try:
        with open(path, "r+") as file:
            file.write(value)
        escaped.append("wrote " + path)
    except OSError:
        pass
for path in ("/proc/kcore", "/proc/1/mem", "/dev/mem", "/dev/kmem", "/dev/sda", "/dev/vda", "/proc/1/root/etc/shadow", "/etc/shadow"):
    try:
        with open(path, "rb") as file:
            if file.read(1):
                escaped.append("read " + path)
    except OSError:
        pass
print("ESCAPED: " + ", ".join(escaped) if escaped else "contained")
