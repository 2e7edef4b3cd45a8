"""Says "kept" when it may have far more memory than its limit."""
try:
    taken = bytearray(1 << 30)
    print("kept", taken[-1])
except MemoryError:
    print("refused")
