# attack: make hard links to files of others, to keep or change them
# limit: process
import os

made = []
for source in ("/etc/passwd", "/etc/shadow", "/usr/bin/su", "/usr/bin/passwd", os.path.join(os.environ["HOSTILE_HIDDEN"], "stolen.jsonl"), "/proc/1/exe"):
    try:
        os.link(source, os.path.join(os.environ["TMPDIR"], "link"))
        made.append(source)
        os.unlink(os.path.join(os.environ["TMPDIR"], "link"))
    except OSError:
        pass
print("ESCAPED: " + ", ".join(made) if made else "contained")
