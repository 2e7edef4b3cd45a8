/** Whether this browser has a session: `expired` after any 401, `left` after signing out. */
export type SessionState = 'open' | 'expired' | 'left';

let state: SessionState = 'open';
const listeners = new Set<() => void>();

function change(next: SessionState) {
  if (state === next) return;
  state = next;
  listeners.forEach((listener) => listener());
}

export const session = {
  state: () => state,
  markExpired: () => {
    if (state === 'open') change('expired');
  },
  markLeft: () => change('left'),
  markOpen: () => change('open'),
  subscribe: (listener: () => void) => {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  },
};
