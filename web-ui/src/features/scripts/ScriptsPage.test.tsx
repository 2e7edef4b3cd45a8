import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { expectNoViolations } from '../../test/axe';
import { aRun, aScript } from '../../test/fixtures';
import { renderApp } from '../../test/renderApp';
import { problem, server } from '../../test/server';

function listOf(...scripts: ReturnType<typeof aScript>[]) {
  server.use(http.get('/api/scripts', () => HttpResponse.json({ scripts, next_cursor: null })));
}

describe('the list of scripts', () => {
  it('says status, schedule, last and next run in words', async () => {
    listOf(
      aScript(),
      aScript({
        id: 'b',
        name: 'By hand',
        schedule_cron: null,
        last_run_at: null,
        last_run_status: null,
        next_runs: [],
      }),
    );
    renderApp('/');

    const row = within((await screen.findByRole('link', { name: 'Sync suppliers' })).closest('tr')!);
    expect(row.getByText('Success')).toBeInTheDocument();
    expect(row.getByText('Every 6 hours')).toBeInTheDocument();
    expect(row.getByText('2 hours ago')).toHaveAttribute('title');
    const manual = within(screen.getByRole('link', { name: 'By hand' }).closest('tr')!);
    expect(manual.getByText('Manual only')).toBeInTheDocument();
    expect(manual.getByText('Never run')).toBeInTheDocument();
    expect(document.title).toBe('Scripts · Script Runner');
    await expectNoViolations();
  });

  it('offers a new script when there is none', async () => {
    listOf();
    renderApp('/');
    expect(await screen.findByText('No scripts yet')).toBeInTheDocument();
    await expectNoViolations();
  });

  it('runs a script with the CSRF header and opens its run', async () => {
    listOf(aScript());
    let token: string | null = null;
    server.use(
      http.post('/api/scripts/:id/run', ({ request }) => {
        token = request.headers.get('X-CSRF-Token');
        return HttpResponse.json(aRun({ status: 'pending' }), { status: 202 });
      }),
      http.get('/api/runs/:id', () => HttpResponse.json(aRun())),
    );
    const { user, router } = renderApp('/');
    await user.click(await screen.findByRole('button', { name: 'Run now: Sync suppliers' }));
    expect(await screen.findByRole('heading', { name: 'Run of Sync suppliers' })).toBeInTheDocument();
    expect(router.state.location.pathname).toBe(`/runs/${aRun().id}`);
    expect(token).toBe('token-of-this-session');
  });

  it('names the run in the way', async () => {
    listOf(aScript());
    server.use(
      http.post('/api/scripts/:id/run', () =>
        problem({ status: 409, code: 'RUN_IN_PROGRESS', detail: 'A run is going on.', run_id: 'other-run' }),
      ),
    );
    const { user } = renderApp('/');
    await user.click(await screen.findByRole('button', { name: 'Run now: Sync suppliers' }));
    expect(await screen.findByRole('link', { name: 'Open the run in the way' })).toHaveAttribute(
      'href',
      '/runs/other-run',
    );
  });

  it('asks before it deletes', async () => {
    listOf(aScript());
    const deleted: unknown[] = [];
    server.use(
      http.delete('/api/scripts/:id', ({ params }) => {
        deleted.push(params.id);
        return new HttpResponse(null, { status: 204 });
      }),
    );
    const { user } = renderApp('/');
    await user.click(await screen.findByRole('button', { name: 'Delete Sync suppliers' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Delete this script?' }));
    expect(deleted).toEqual([]);
    listOf();
    await user.click(dialog.getByRole('button', { name: 'Delete script' }));
    expect(await screen.findByText('No scripts yet')).toBeInTheDocument();
    expect(deleted).toEqual([aScript().id]);
  });

  it('says how to sign in when the session is gone', async () => {
    const refused = () => problem({ status: 401, code: 'UNAUTHENTICATED', detail: 'Sign in.' });
    server.use(http.get('/api/scripts', refused), http.get('/api/auth/me', refused));
    renderApp('/');
    expect(await screen.findByRole('heading', { name: 'You are not signed in' })).toBeInTheDocument();
    expect(screen.getByText('./start --sign-in-link')).toBeInTheDocument();
    await expectNoViolations();
  });

  it('signs out', async () => {
    listOf(aScript());
    server.use(http.post('/api/auth/logout', () => new HttpResponse(null, { status: 204 })));
    const { user } = renderApp('/');
    await user.click(await screen.findByRole('button', { name: 'Sign out' }));
    expect(await screen.findByText(/You have signed out/)).toBeInTheDocument();
    await waitFor(() => expect(screen.queryByText('Sync suppliers')).not.toBeInTheDocument());
  });
});
