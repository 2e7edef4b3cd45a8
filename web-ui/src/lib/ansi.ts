/** A stretch of text with the CSS classes of its terminal colours. */
export interface Segment {
  text: string;
  className: string;
}

// eslint-disable-next-line no-control-regex -- terminal escape sequences begin with a control character
const ESCAPE = /\u001b\[([0-9;]*)([A-Za-z])|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)/g;

const FLAGS: Record<number, string> = { 1: 'bold', 2: 'faint', 3: 'italic', 4: 'underline' };

/** Splits one line at its SGR sequences; other escape sequences are left out. */
export function parseAnsi(line: string): Segment[] {
  if (!line.includes('\u001b')) return [{ text: line, className: '' }];
  const segments: Segment[] = [];
  const flags = new Set<string>();
  let color = '';
  let from = 0;

  const push = (to: number) => {
    if (to <= from) return;
    const names = [...flags, color].filter(Boolean).map((name) => `ansi-${name}`);
    segments.push({ text: line.slice(from, to), className: names.join(' ') });
  };

  for (const match of line.matchAll(ESCAPE)) {
    push(match.index);
    from = match.index + match[0].length;
    if (match[2] !== 'm') continue;
    for (const code of (match[1] || '0').split(';').map(Number)) {
      if (code === 0) {
        flags.clear();
        color = '';
      } else if (FLAGS[code]) flags.add(FLAGS[code]);
      else if (code === 22) ['bold', 'faint'].forEach((flag) => flags.delete(flag));
      else if (code === 23) flags.delete('italic');
      else if (code === 24) flags.delete('underline');
      else if (code >= 30 && code <= 37) color = String(code - 30);
      else if (code >= 90 && code <= 97) color = String(code - 90);
      else if (code === 39) color = '';
    }
  }
  push(line.length);
  return segments;
}

/** The text without escape sequences, as it is copied. */
export function stripAnsi(text: string): string {
  return text.replace(ESCAPE, '');
}
