import { act, screen, waitFor } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Run } from '../../api/types';
import { expectNoViolations } from '../../test/axe';
import { FakeEventSource } from '../../test/eventSource';
import { aLine, aRun } from '../../test/fixtures';
import { renderApp } from '../../test/renderApp';
import { problem, server } from '../../test/server';

const PATH = `/runs/${aRun().id}`;
let run: Run;

beforeEach(() => {
  run = aRun();
  server.use(http.get('/api/runs/:id', () => HttpResponse.json(run)));
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(400);
});

async function stream(): Promise<FakeEventSource> {
  await waitFor(() => expect(FakeEventSource.opened).not.toHaveLength(0));
  const source = FakeEventSource.opened.at(-1)!;
  act(() => source.open());
  return source;
}

describe('the run page', () => {
  it('follows the run to its end: lines, status, sentence', async () => {
    renderApp(PATH);
    const source = await stream();
    expect(source.url).toBe(`/api/runs/${run.id}/events`);
    expect(screen.getByText('Live')).toBeInTheDocument();
    act(() => source.send('output', { lines: [aLine(0, 'first'), aLine(1, 'broken', 'stderr')] }));
    expect(await screen.findByText('first')).toBeInTheDocument();
    expect(screen.getByText('broken')).toBeInTheDocument();

    act(() => source.send('output', { lines: [aLine(1, 'broken', 'stderr'), aLine(2, 'last')] }));
    expect(await screen.findByText('last')).toBeInTheDocument();
    expect(screen.getAllByText('broken')).toHaveLength(1);

    run = aRun({
      status: 'timeout',
      end_reason: 'timeout',
      duration_ms: 60_000,
      completed_at: '2026-11-24T10:01:00.040Z',
    });
    act(() => source.send('status', run));
    act(() => source.send('end', {}));
    expect(await screen.findByText('Stopped after 60 s: timeout.')).toBeInTheDocument();
    expect(screen.getByText('Complete')).toBeInTheDocument();
    expect(source.readyState).toBe(FakeEventSource.CLOSED);
    expect(screen.getByRole('button', { name: 'Re-run' })).toBeInTheDocument();
    expect(document.title).toContain('Timeout');
    await expectNoViolations();
  });

  it('shows each stream by itself', async () => {
    const { user } = renderApp(PATH);
    const source = await stream();
    act(() => source.send('output', { lines: [aLine(0, 'fine'), aLine(1, 'broken', 'stderr')] }));
    await screen.findByText('fine');
    await user.click(screen.getByRole('tab', { name: /Errors/ }));
    expect(screen.queryByText('fine')).not.toBeInTheDocument();
    expect(screen.getByText('broken')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'output.txt' })).toHaveAttribute(
      'href',
      `/api/runs/${run.id}/output.txt?stream=stderr`,
    );
    await user.click(screen.getByRole('tab', { name: /Output/ }));
    expect(screen.getByText('fine')).toBeInTheDocument();
    expect(screen.queryByText('broken')).not.toBeInTheDocument();
  });

  it('cancels, says so until the end, and links to Temporal', async () => {
    let cancelled = 0;
    server.use(
      http.post('/api/runs/:id/cancel', () => {
        cancelled += 1;
        run = aRun({ status: 'cancelling' });
        return HttpResponse.json(run, { status: 202 });
      }),
    );
    const { user } = renderApp(PATH);
    const source = await stream();
    expect(screen.getByRole('link', { name: 'Open in Temporal' })).toHaveAttribute('href', run.temporal_url);
    await user.click(screen.getByRole('button', { name: 'Cancel run' }));
    const button = await screen.findByRole('button', { name: 'Cancelling…' });
    expect(await screen.findByText('Cancelling')).toBeInTheDocument();
    await user.click(button);
    expect(cancelled).toBe(1);
    run = aRun({ status: 'cancelled', end_reason: 'cancelled', duration_ms: 5_000 });
    act(() => source.send('status', run));
    expect(await screen.findByText('Cancelled after 5 s.')).toBeInTheDocument();
  });

  it('says when the connection is away', async () => {
    renderApp(PATH);
    const source = await stream();
    act(() => source.drop(FakeEventSource.CONNECTING));
    expect(await screen.findByText('Connection lost, reconnecting…')).toBeInTheDocument();
    act(() => source.open());
    expect(await screen.findByText('Live')).toBeInTheDocument();
  });

  it('says that a run is not there', async () => {
    server.use(
      http.get('/api/runs/:id', () =>
        problem({ status: 404, code: 'NOT_FOUND', detail: 'There is no such run.' }),
      ),
    );
    renderApp(PATH);
    expect(await screen.findByText('There is no such run.')).toBeInTheDocument();
    expect(FakeEventSource.opened).toHaveLength(0);
    await expectNoViolations();
  });
});
