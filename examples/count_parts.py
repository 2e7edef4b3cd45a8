# BluePLM Script
# Available: blueplm (API client), requests, json, datetime

from blueplm import client

# Your code here
parts = client.get_parts()
print(f"Found {len(parts)} parts")

for part in parts:
    print(f"  - {part['number']}: {part['name']}")
