# attack: print one line of 200 MB
# end: output_limit
import sys

print("contained", flush=True)
for _ in range(200):
    sys.stdout.write("x" * (1 << 20))
