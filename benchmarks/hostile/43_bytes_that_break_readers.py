# attack: print bytes that are no text: NUL, broken UTF-8, terminal controls, surrogates
import sys

sys.stdout.buffer.write(b"\x00\xff\xfe\xc3\x28\x1b]0;title\x07\x1b[2J\xed\xa0\x80" + bytes(range(256)) + b"\r\n")
sys.stdout.flush()
sys.stderr.buffer.write(b"\x00" * 1000 + b"\n")
print("contained")
