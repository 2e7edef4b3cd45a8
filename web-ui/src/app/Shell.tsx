import { Notifications } from '@mantine/notifications';
import { Outlet, useLocation } from '@tanstack/react-router';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { session } from '../api/session';
import { SignedOutPage } from '../features/session';
import { AppHeader } from './AppHeader';

/** The frame of every page; without a session the page itself gives way to how to sign in. */
export function Shell() {
  const { pathname } = useLocation();
  const main = useRef<HTMLElement>(null);
  const shownPath = useRef(pathname);
  const state = useSyncExternalStore(session.subscribe, session.state);
  const signingIn = pathname === '/sign-in';
  const gone = state !== 'open' && !signingIn;

  useEffect(() => {
    if (shownPath.current === pathname) return;
    shownPath.current = pathname;
    window.scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [pathname]);

  return (
    <>
      {/* Inside the router, because messages may hold links. */}
      <Notifications position="bottom-right" />
      <a className="skip-link" href="#main">
        Skip to content
      </a>
      <AppHeader showUser={state === 'open' && !signingIn} />
      <main id="main" ref={main} tabIndex={-1} className="page">
        {gone && <SignedOutPage state={state} />}
        {/* Unsaved text outlives an expired session; nothing of the last user outlives a sign-out. */}
        {!(gone && state === 'left') && (
          <div hidden={gone}>
            <Outlet />
          </div>
        )}
      </main>
    </>
  );
}
