// Writes a .gz beside every text file of the build, which the server sends as it is.
// Usage: node scripts/precompress.mjs <directory>
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import process from 'node:process';
import { constants, gzipSync } from 'node:zlib';

const TEXT = new Set(['.css', '.html', '.js', '.json', '.map', '.svg', '.txt']);
const directory = process.argv[2];
if (!directory) {
  console.error('Name the directory to compress: node scripts/precompress.mjs dist');
  process.exit(2);
}

let files = 0;
let before = 0;
let after = 0;
for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !TEXT.has(extname(entry.name))) continue;
  const path = join(entry.parentPath, entry.name);
  const source = readFileSync(path);
  const packed = gzipSync(source, { level: constants.Z_BEST_COMPRESSION });
  writeFileSync(`${path}.gz`, packed);
  files += 1;
  before += source.length;
  after += packed.length;
}
console.log(
  `precompressed ${files} files: ${Math.round(before / 1024)} KiB -> ${Math.round(after / 1024)} KiB`,
);
