import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Script } from '../../api/types';
import { expectNoViolations } from '../../test/axe';
import { aRun, aScript } from '../../test/fixtures';
import { renderApp } from '../../test/renderApp';
import { problem, server } from '../../test/server';
import { NEW_SCRIPT_CODE } from './template';

const PATH = `/scripts/${aScript().id}`;

beforeEach(() => {
  server.use(
    http.get('/api/scripts/:id', () => HttpResponse.json(aScript(), { headers: { ETag: '"3"' } })),
    http.get('/api/scripts/:id/runs', () =>
      HttpResponse.json({
        runs: [aRun({ status: 'error', end_reason: 'exited', exit_code: 1, duration_ms: 1200 })],
        next_cursor: null,
      }),
    ),
    http.post('/api/schedules/preview', () =>
      HttpResponse.json({ text: 'Every 6 hours', next: ['2026-11-25T05:00:00.000Z'], warnings: [] }),
    ),
  );
});

describe('the script page', () => {
  it('shows the script, its next runs and its recent runs', async () => {
    renderApp(PATH);
    expect(await screen.findByRole('textbox', { name: 'Code' })).toHaveValue("print('hi')\n");
    expect(await screen.findByText(/12:00 AM EST/)).toBeInTheDocument();
    const runs = within(await screen.findByRole('table', { name: 'Recent runs' }));
    expect(runs.getByText('Error')).toBeInTheDocument();
    expect(runs.getByText('Manual by admin@localhost')).toBeInTheDocument();
    expect(runs.getByText('1.2 s')).toBeInTheDocument();
    await expectNoViolations();
  });

  it('saves with Ctrl+S over the version that was opened, keeping the settings it does not show', async () => {
    let sent: { body: unknown; ifMatch: string | null } | undefined;
    server.use(
      http.put('/api/scripts/:id', async ({ request }) => {
        const body = (await request.json()) as Script;
        sent = { body, ifMatch: request.headers.get('If-Match') };
        return HttpResponse.json({ ...body, revision: 4 }, { headers: { ETag: '"4"' } });
      }),
      http.get('/api/scripts/:id', () =>
        HttpResponse.json({ ...aScript(), overlap_policy: 'queue' }, { headers: { ETag: '"3"' } }),
      ),
    );
    const { user } = renderApp(PATH);
    await user.type(await screen.findByRole('textbox', { name: 'Code' }), 'x = 1');
    expect(screen.getByText('Unsaved changes')).toBeInTheDocument();
    await user.keyboard('{Control>}s{/Control}');
    expect(await screen.findByText('Revision 4')).toBeInTheDocument();
    expect(sent?.ifMatch).toBe('"3"');
    expect(sent?.body).toMatchObject({ code: "print('hi')\nx = 1", overlap_policy: 'queue' });
  });

  it("puts the server's messages at their fields", async () => {
    server.use(
      http.put('/api/scripts/:id', () =>
        problem({
          status: 400,
          code: 'VALIDATION_FAILED',
          detail: 'Not valid.',
          errors: [{ field: 'timeout_seconds', message: 'must be between 1 and 300' }],
        }),
      ),
    );
    const { user } = renderApp(PATH);
    const timeout = await screen.findByRole('textbox', { name: 'Timeout in seconds' });
    await user.clear(timeout);
    await user.type(timeout, '900');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText('must be between 1 and 300')).toBeInTheDocument();
    await waitFor(() => expect(timeout).toHaveFocus());
    expect(timeout).toBeInvalid();
    await expectNoViolations();
  });

  it('explains a conflict and saves over the other version when told to', async () => {
    let etag = '"3"';
    server.use(
      http.get('/api/scripts/:id', () => HttpResponse.json(aScript(), { headers: { ETag: etag } })),
      http.put('/api/scripts/:id', async ({ request }) =>
        request.headers.get('If-Match') === '"9"'
          ? HttpResponse.json(
              { ...((await request.json()) as Script), revision: 10 },
              { headers: { ETag: '"10"' } },
            )
          : problem({ status: 412, code: 'REVISION_CONFLICT', detail: 'Changed meanwhile.' }),
      ),
    );
    const { user } = renderApp(PATH);
    await user.type(await screen.findByRole('textbox', { name: 'Code' }), '# mine');
    etag = '"9"';
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await user.click(await screen.findByRole('button', { name: 'Keep mine, let me save over it' }));
    await waitFor(() => expect(screen.queryByText(/was changed meanwhile/)).not.toBeInTheDocument());
    expect(screen.getByRole('textbox', { name: 'Code' })).toHaveValue("print('hi')\n# mine");
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText('Revision 10')).toBeInTheDocument();
  });

  it('shows what the server says of a bad cron line at the field', async () => {
    server.use(
      http.post('/api/schedules/preview', async ({ request }) => {
        const { cron } = (await request.json()) as { cron: string };
        return cron.startsWith('61')
          ? problem({
              status: 400,
              code: 'VALIDATION_FAILED',
              errors: [{ field: 'cron', message: 'minute 61 is out of range' }],
            })
          : HttpResponse.json({ text: 'Every 6 hours', next: [], warnings: [] });
      }),
    );
    const { user } = renderApp(PATH);
    const cron = await screen.findByRole('textbox', { name: 'Cron lines' });
    await user.clear(cron);
    await user.type(cron, '61 * * * *');
    expect(await screen.findByText('minute 61 is out of range')).toBeInTheDocument();
    expect(cron).toBeInvalid();
  });

  it('indents with Tab and lets Esc then Tab leave', async () => {
    const { user } = renderApp(PATH);
    const code = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Code' });
    await user.click(code);
    code.setSelectionRange(0, 0);
    await user.keyboard('{Tab}');
    expect(code).toHaveValue("    print('hi')\n");
    expect(code).toHaveFocus();
    await user.keyboard('{Escape}{Tab}');
    expect(code).not.toHaveFocus();
  });
});

describe('a new script', () => {
  it('begins with the template, needs a name, and runs after it was saved', async () => {
    let created: unknown;
    server.use(
      http.post('/api/scripts', async ({ request }) => {
        created = await request.json();
        return HttpResponse.json(aScript({ name: 'Count parts', revision: 1 }), {
          status: 201,
          headers: { ETag: '"1"' },
        });
      }),
      http.post('/api/scripts/:id/run', () => HttpResponse.json(aRun(), { status: 202 })),
      http.get('/api/runs/:id', () => HttpResponse.json(aRun())),
      http.get('/api/scripts', () => HttpResponse.json({ scripts: [], next_cursor: null })),
    );
    const { user, router } = renderApp('/scripts/new');
    expect(await screen.findByRole('textbox', { name: 'Code' })).toHaveValue(NEW_SCRIPT_CODE);
    await expectNoViolations();

    await user.click(screen.getByRole('button', { name: 'Save' }));
    const name = screen.getByRole('textbox', { name: 'Name' });
    expect(await screen.findByText('Give the script a name.')).toBeInTheDocument();
    expect(created).toBeUndefined();

    await user.type(name, 'Count parts');
    await user.keyboard('{Control>}{Enter}{/Control}');
    expect(await screen.findByText('Saved first, then started')).toBeInTheDocument();
    await waitFor(() => expect(router.state.location.pathname).toBe(`/runs/${aRun().id}`));
    expect(created).toMatchObject({
      name: 'Count parts',
      code: NEW_SCRIPT_CODE,
      schedule_enabled: false,
      schedule_cron: null,
      timeout_seconds: 60,
    });
  });

  it('asks before unsaved text is left', async () => {
    server.use(http.get('/api/scripts', () => HttpResponse.json({ scripts: [], next_cursor: null })));
    const { user, router } = renderApp('/scripts/new');
    await user.type(await screen.findByRole('textbox', { name: 'Name' }), 'x');
    await user.click(screen.getByRole('link', { name: 'Scripts' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Leave without saving?' }));
    expect(router.state.location.pathname).toBe('/scripts/new');
    await user.click(dialog.getByRole('button', { name: 'Leave and drop changes' }));
    expect(await screen.findByText('No scripts yet')).toBeInTheDocument();
  });
});
