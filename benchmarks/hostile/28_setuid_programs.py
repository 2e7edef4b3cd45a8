# attack: gain rights by programs that run as root
# limit: process
import glob, os, stat, subprocess

before = os.getresuid()
escaped = []
with open("/proc/self/status") as file:
    status = dict(line.rstrip("\n").split(":\t", 1) for line in file if ":\t" in line)
if status.get("NoNewPrivs", "").strip() != "1":
    escaped.append("privileges can be gained")
for path in glob.glob("/usr/bin/*") + glob.glob("/usr/lib/*/*"):
    try:
        if os.stat(path).st_mode & (stat.S_ISUID | stat.S_ISGID) and os.path.isfile(path):
            done = subprocess.run([path, "--version"], stdin=subprocess.DEVNULL, capture_output=True, timeout=5)
            print(path, done.returncode)
    except (OSError, subprocess.TimeoutExpired):
        pass
for call in (os.setuid, os.setgid):
    try:
        call(0)
        escaped.append(call.__name__)
    except OSError:
        pass
print("ESCAPED: " + ", ".join(escaped) if escaped else "contained")
