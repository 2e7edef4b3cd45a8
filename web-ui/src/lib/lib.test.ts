import { describe, expect, it, vi } from 'vitest';
import { aLine, aRun } from '../test/fixtures';
import { parseAnsi, stripAnsi } from './ansi';
import { formatDuration, formatInZone, formatRelative } from './format';
import { LogStore } from './logStore';
import { visibleRows } from './logWindow';
import { attemptsText, endSentence, triggerText } from './runText';

describe('format', () => {
  it('gives durations in the units people use', () => {
    expect([0, 340, 1200, 60_000, 125_000, 3_780_000].map(formatDuration)).toEqual([
      '0 ms',
      '340 ms',
      '1.2 s',
      '60 s',
      '2 min 5 s',
      '1 h 3 min',
    ]);
  });

  it('gives relative times both ways', () => {
    const now = Date.parse('2026-11-24T12:00:00Z');
    expect(formatRelative('2026-11-24T10:00:00Z', now)).toBe('2 hours ago');
    expect(formatRelative('2026-11-24T12:05:00Z', now)).toBe('in 5 minutes');
    expect(formatRelative('2026-11-24T11:59:58Z', now)).toBe('just now');
  });

  it('falls back to UTC for a zone that the browser does not know', () => {
    expect(formatInZone('2026-11-24T12:00:00Z', 'Nowhere/Land')).toContain('12:00 PM UTC');
  });
});

describe('run texts', () => {
  it('says why a run ended', () => {
    expect(endSentence(aRun())).toBeNull();
    expect(endSentence(aRun({ end_reason: 'exited', exit_code: 3 }))).toBe(
      'The script ended with exit code 3.',
    );
    expect(endSentence(aRun({ end_reason: 'cancelled', started_at: null }))).toBe(
      'Cancelled before it started.',
    );
  });

  it('says who started it and how often it was tried', () => {
    expect(triggerText(aRun({ trigger_type: 'scheduled', triggered_by: null }))).toBe('Scheduled');
    const ended = { worker: null, claimed_at: null, ended_at: null };
    expect(
      attemptsText(
        aRun({
          attempts: [
            { attempt: 1, outcome: 'worker_lost', ...ended },
            { attempt: 2, outcome: null, ...ended },
          ],
        }),
      ),
    ).toBe('2 attempts (1: worker lost)');
  });
});

describe('the log store', () => {
  it('keeps each line once and tells its listeners once per frame', async () => {
    const store = new LogStore();
    const listener = vi.fn();
    store.subscribe(listener);
    store.append([aLine(0, 'a'), aLine(1, 'b', 'stderr')]);
    store.append([aLine(1, 'b', 'stderr'), aLine(2, 'c')]);
    await vi.waitFor(() => expect(listener).toHaveBeenCalled());
    expect(listener).toHaveBeenCalledTimes(1);
    expect(store.text('both')).toBe('a\nb\nc\n');
    expect(store.text('stdout')).toBe('a\nc\n');
    expect(store.lines('stderr')).toHaveLength(1);
  });

  it('draws only the rows in sight, whatever their number', () => {
    expect(visibleRows(0, 400, 20, 1_000_000)).toEqual({ first: 0, end: 32 });
    expect(visibleRows(10_000_000, 400, 20, 1_000_000)).toEqual({ first: 499_988, end: 500_032 });
    expect(visibleRows(500, 400, 20, 3)).toEqual({ first: 3, end: 3 });
  });
});

describe('terminal colours', () => {
  it('become class names, never markup', () => {
    expect(parseAnsi('a\u001b[1;31m<b>\u001b[0m c')).toEqual([
      { text: 'a', className: '' },
      { text: '<b>', className: 'ansi-bold ansi-1' },
      { text: ' c', className: '' },
    ]);
    expect(stripAnsi('\u001b[32mok\u001b[39m')).toBe('ok');
  });
});
