# attack: use up the inodes
# limit: process landlock
# end: exited memory_limit
import os

made = 0
print("contained", flush=True)
try:
    while made < 300_000:
        os.close(os.open(f"f{made}", os.O_CREAT | os.O_WRONLY))
        made += 1
except (OSError, MemoryError) as error:
    print("contained after", made, "files:", error)
else:
    print("ESCAPED:", made, "files")
