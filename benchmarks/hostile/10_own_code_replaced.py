# attack: change the script's own file, by writing, renaming and mounting over it
# limit: process
import os

changed = []
for attempt in (lambda: open(__file__, "a").write("# x"), lambda: os.rename(__file__, __file__ + ".old"), lambda: os.unlink(__file__),
                lambda: os.chmod(__file__, 0o777), lambda: os.symlink("/etc/passwd", os.path.join(os.path.dirname(__file__), "x.py"))):
    try:
        attempt()
        changed.append("one")
    except OSError:
        pass
print("ESCAPED:" if changed else "contained", len(changed))
