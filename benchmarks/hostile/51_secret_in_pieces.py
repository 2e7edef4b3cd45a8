# attack: print a secret over the borders of chunks, and in other forms
# masked: yes
import base64, os, sys, time

secret = os.environ["HOSTILE_SECRET"]
for character in secret:
    sys.stdout.write(character)
    sys.stdout.flush()
print()
print(base64.b64encode(secret.encode()).decode(), secret.encode().hex(), secret.encode().hex().upper())
sys.stdout.write("x" * 65_530 + secret + "\n")
print("contained")
