# attack: write where the system, the worker or the next run would read
# limit: process
import os

written = []
places = ["/", "/etc", "/usr", "/usr/bin", "/usr/lib", "/bin", "/home", "/root", "/var/tmp", "/var/spool/cron", "/opt", "/srv", "/boot",
          os.path.dirname(__file__), os.environ["HOSTILE_HIDDEN"], os.path.dirname(os.__file__)]
for place in places:
    path = os.path.join(place, f"hostile-{os.getpid()}")
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT))
        written.append(path)
        os.unlink(path)
    except OSError:
        pass
print("ESCAPED: " + ", ".join(written) if written else "contained")
