# attack: leave a directory that is hard to remove: no rights, deep, odd names, links upwards
import os

directory = os.environ["TMPDIR"]
os.symlink("/", os.path.join(directory, "root"))
os.symlink(os.environ["HOSTILE_HIDDEN"], os.path.join(directory, "hidden"))
os.mkfifo(os.path.join(directory, "fifo"))
for name in ("-rf", "new\nline", "\udcff\udcfe", " ", "x" * 255):
    open(os.path.join(directory, name), "w").close()
os.chdir(directory)
for _ in range(300):
    os.mkdir("d" * 100)
    os.chdir("d" * 100)
os.chdir(directory)
os.makedirs("locked/inner")
os.chmod("locked/inner", 0)
os.chmod("locked", 0)
print("contained: whoever looks finds the directory gone")
