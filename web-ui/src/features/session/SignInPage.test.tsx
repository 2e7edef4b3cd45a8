import { screen } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { expectNoViolations } from '../../test/axe';
import { ME } from '../../test/fixtures';
import { renderApp } from '../../test/renderApp';
import { problem, server } from '../../test/server';

describe('the sign-in page', () => {
  it('redeems the code as it stands in the link, once, and goes to the scripts', async () => {
    const codes: unknown[] = [];
    server.use(
      http.post('/api/auth/sign-in', async ({ request }) => {
        codes.push(await request.json());
        return HttpResponse.json({ user: ME.user });
      }),
      http.get('/api/scripts', () => HttpResponse.json({ scripts: [], next_cursor: null })),
    );
    const { router } = renderApp('/sign-in?code=0123e5');
    expect(await screen.findByText('No scripts yet')).toBeInTheDocument();
    expect(router.state.location.pathname).toBe('/');
    expect(codes).toEqual([{ code: '0123e5' }]);
  });

  it('explains a used code', async () => {
    server.use(
      http.post('/api/auth/sign-in', () =>
        problem({ status: 401, code: 'UNAUTHENTICATED', detail: 'Used.' }),
      ),
    );
    renderApp('/sign-in?code=used');
    expect(
      await screen.findByRole('heading', { name: 'This sign-in link does not work any more' }),
    ).toBeInTheDocument();
    expect(screen.getByText('./start --sign-in-link')).toBeInTheDocument();
    await expectNoViolations();
  });

  it('explains a missing code', async () => {
    renderApp('/sign-in');
    expect(await screen.findByRole('heading', { name: 'This sign-in link has no code' })).toBeInTheDocument();
    await expectNoViolations();
  });
});
