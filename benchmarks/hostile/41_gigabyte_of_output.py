# attack: print 1 GB
# end: output_limit
import os

block = (b"x" * 99 + b"\n") * 10_000
print("contained", flush=True)
for _ in range(1100):
    view = memoryview(block)
    while view:
        view = view[os.write(1, view):]
