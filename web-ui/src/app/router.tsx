import { createRootRoute, createRoute, createRouter, type RouterHistory } from '@tanstack/react-router';
import { EditScriptPage, NewScriptPage } from '../features/editor';
import { RunPage } from '../features/runs';
import { ScriptsPage } from '../features/scripts';
import { SignInPage } from '../features/session';
import { FailedPage } from './FailedPage';
import { NotFoundPage } from './NotFoundPage';
import { Shell } from './Shell';

const rootRoute = createRootRoute({ component: Shell });

const scriptsRoute = createRoute({ getParentRoute: () => rootRoute, path: '/', component: ScriptsPage });

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { code?: string } =>
    typeof search.code === 'string' ? { code: search.code } : {},
  component: function SignInRoute() {
    return <SignInPage code={signInRoute.useSearch().code} />;
  },
});

const newScriptRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/scripts/new',
  component: NewScriptPage,
});

const scriptRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/scripts/$scriptId',
  component: function ScriptRoute() {
    const { scriptId } = scriptRoute.useParams();
    return <EditScriptPage key={scriptId} id={scriptId} />;
  },
});

const runRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/runs/$runId',
  component: function RunRoute() {
    const { runId } = runRoute.useParams();
    return <RunPage key={runId} id={runId} />;
  },
});

const routeTree = rootRoute.addChildren([scriptsRoute, signInRoute, newScriptRoute, scriptRoute, runRoute]);

/** Search parameters stay plain strings: the default reads a code such as `1e5` as a number. */
function parseSearch(search: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(search));
}

function stringifySearch(search: Record<string, unknown>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (typeof value === 'string') parameters.set(name, value);
  }
  const text = parameters.toString();
  return text && `?${text}`;
}

export function createAppRouter(history?: RouterHistory) {
  return createRouter({
    routeTree,
    history,
    parseSearch,
    stringifySearch,
    defaultNotFoundComponent: NotFoundPage,
    defaultErrorComponent: FailedPage,
  });
}

export type AppRouter = ReturnType<typeof createAppRouter>;

declare module '@tanstack/react-router' {
  interface Register {
    router: AppRouter;
  }
}
