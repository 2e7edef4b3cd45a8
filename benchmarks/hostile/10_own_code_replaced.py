# attack: change the script's own file, by writing, renaming and mounting over it
# limit: process
import os

def state():
    return os.stat(__file__).st_mode, os.stat(__file__).st_size, os.stat(__file__).st_ino, sorted(os.listdir(os.path.dirname(__file__)))

before = state()
for attempt in (lambda: open(__file__, "a").write("# x"), lambda: os.chmod(__file__, 0o777), lambda: os.chmod(os.path.dirname(__file__), 0o777),
                lambda: os.symlink("/etc/passwd", os.path.join(os.path.dirname(__file__), "x.py")), lambda: os.rename(__file__, __file__ + ".old"), lambda: os.unlink(__file__)):
    try:
        attempt()
    except OSError as error:
        print(error)
try:
    print("contained" if state() == before else f"ESCAPED: {before} became {state()}")
except OSError as error:
    print("ESCAPED:", error)
