# attack: take 2 GB of memory
# end: memory_limit
blocks = []
for _ in range(64):
    blocks.append(bytearray(b"x") * (32 << 20))
print("ESCAPED: 2 GB taken")
