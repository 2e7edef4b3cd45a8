# attack: fill the machine's memory through /dev/shm and /dev
# limit: process
import os

written = 0
for directory in ("/dev/shm", "/dev", "/run", "/var/tmp"):
    try:
        with open(f"{directory}/hostile-{os.getpid()}", "wb") as file:
            try:
                for _ in range(256):
                    file.write(b"x" * (1 << 20))
                    written += 1
            finally:
                os.unlink(file.name)
    except OSError as error:
        print(directory, error)
print("contained after" if written < 100 else "ESCAPED:", written, "MB")
