import type { OutputLine, OutputStream } from '../api/types';
import { stripAnsi } from './ansi';

export type LogView = OutputStream | 'both';

/**
 * The lines of one run, kept outside React: append-only, in order of `n`, each line once however often a
 * reconnect replays it. Listeners hear of new lines at most once per animation frame.
 */
export class LogStore {
  private readonly views: Record<LogView, OutputLine[]> = { both: [], stdout: [], stderr: [] };
  private readonly listeners = new Set<() => void>();
  private lastNumber = -1;
  private version = 0;
  private frame: number | null = null;

  append(lines: readonly OutputLine[]): void {
    let grew = false;
    for (const line of lines) {
      if (line.n <= this.lastNumber) continue;
      this.lastNumber = line.n;
      this.views.both.push(line);
      this.views[line.stream].push(line);
      grew = true;
    }
    if (grew) this.schedule();
  }

  lines(view: LogView): readonly OutputLine[] {
    return this.views[view];
  }

  text(view: LogView): string {
    return this.views[view].map((line) => `${stripAnsi(line.text)}\n`).join('');
  }

  readonly getVersion = (): number => this.version;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  };

  private schedule(): void {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.version += 1;
      this.listeners.forEach((listener) => listener());
    });
  }
}
