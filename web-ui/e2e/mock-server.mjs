// A small stand-in for api-app: the built UI under the product's CSP, and enough of the API in memory
// to walk through it. Usage: node e2e/mock-server.mjs [port]; sign in at /sign-in?code=anything.
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const DIST = fileURLToPath(new URL('../dist', import.meta.url));
const CSP =
  "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; img-src 'self' data:; " +
  "font-src 'self' data:; style-src 'self' 'unsafe-inline'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
const USER = { id: randomUUID(), email: 'admin@localhost', role: 'admin' };
const PERSON = { id: USER.id, email: USER.email };
const LINES_PER_SECOND = 20;

const scripts = new Map();
const runs = new Map();
const codes = new Set();
const sessions = new Set();

const ago = (ms) => new Date(Date.now() - ms).toISOString();
const HOUR = 3_600_000;

function addScript(input) {
  const now = new Date().toISOString();
  const script = {
    id: randomUUID(),
    description: '',
    language: 'python',
    code: "print('hi')\n",
    revision: 1,
    is_active: true,
    schedule_enabled: false,
    schedule_cron: null,
    schedule_timezone: 'UTC',
    schedule_text: null,
    next_runs: [],
    schedule_paused: null,
    timeout_seconds: 60,
    last_run_at: null,
    last_run_status: null,
    last_run_id: null,
    created_at: now,
    created_by: PERSON,
    updated_at: now,
    updated_by: PERSON,
    ...input,
  };
  scripts.set(script.id, script);
  return script;
}

function addRun(script, change = {}) {
  const run = {
    id: randomUUID(),
    script_id: script.id,
    script_name: script.name,
    revision: script.revision,
    trigger_type: 'manual',
    triggered_by: PERSON,
    status: 'running',
    end_reason: null,
    slot_at: null,
    created_at: new Date().toISOString(),
    started_at: new Date().toISOString(),
    completed_at: null,
    duration_ms: null,
    exit_code: null,
    signal: null,
    attempt: 1,
    attempts: [
      { attempt: 1, worker: 'w1', claimed_at: new Date().toISOString(), ended_at: null, outcome: null },
    ],
    isolation_level: 'bubblewrap',
    cpu_ms: null,
    peak_memory_bytes: null,
    rerun_of: null,
    temporal_url: 'http://127.0.0.1:8233/namespaces/default/workflows',
    ...change,
  };
  runs.set(run.id, { run, lines: [], listeners: new Set(), left: 60 });
  Object.assign(script, { last_run_at: run.started_at, last_run_status: run.status, last_run_id: run.id });
  return run;
}

const sync = addScript({
  name: 'Sync suppliers',
  description: 'Brings new suppliers of the ERP into BluePLM.',
  schedule_enabled: true,
  schedule_cron: '0 */6 * * *',
  schedule_timezone: 'America/New_York',
  schedule_text: 'Every 6 hours',
  next_runs: [ago(-2 * HOUR)],
});
const long = addScript({
  name: 'Export released BOMs to CSV with a rather long name that has to wrap somewhere',
  is_active: false,
});
addScript({ name: 'Count parts' });
function addEnded(script, status, end_reason, exit_code, hours) {
  addRun(script, {
    status,
    end_reason,
    exit_code,
    created_at: ago(hours * HOUR),
    started_at: ago(hours * HOUR - 40),
    completed_at: ago(hours * HOUR - 1240),
    duration_ms: 1200,
    cpu_ms: 150,
    peak_memory_bytes: 19_000_000,
  });
}
addEnded(sync, 'success', 'exited', 0, 9);
addEnded(sync, 'error', 'exited', 1, 3);
addEnded(long, 'timeout', 'timeout', null, 30);

function broadcast(state, event, data) {
  const text = `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
  state.listeners.forEach((listener) => listener.write(text));
}

function finish(state, change) {
  const { run } = state;
  const completed_at = new Date().toISOString();
  Object.assign(run, {
    completed_at,
    duration_ms: Date.parse(completed_at) - Date.parse(run.started_at),
    ...change,
  });
  run.attempts = [{ ...run.attempts[0], ended_at: completed_at, outcome: run.status }];
  const script = scripts.get(run.script_id);
  if (script) script.last_run_status = run.status;
  broadcast(state, 'status', run);
  broadcast(state, 'end', {});
  state.listeners.forEach((listener) => listener.end());
  state.listeners.clear();
}

setInterval(() => {
  for (const state of runs.values()) {
    if (state.run.status === 'cancelling') {
      finish(state, { status: 'cancelled', end_reason: 'cancelled' });
    } else if (state.run.status === 'running') {
      const n = state.lines.length;
      const line = {
        n,
        stream: n % 9 === 8 ? 'stderr' : 'stdout',
        attempt: 1,
        at: new Date().toISOString(),
        text:
          n % 9 === 8 ? `Warning: part ${n} has no supplier` : `\u001b[32mok\u001b[0m  part ${n}: checked`,
      };
      state.lines.push(line);
      broadcast(state, 'output', { lines: [line] });
      if (n + 1 >= state.left) finish(state, { status: 'success', end_reason: 'exited', exit_code: 0 });
    }
  }
}, 1000 / LINES_PER_SECOND);

const etag = (script) => ({ ETag: `"${script.revision}"` });

function problem(status, code, detail, errors) {
  return {
    status,
    type: 'application/problem+json',
    body: { type: 'about:blank', status, code, detail, request_id: randomUUID(), ...(errors && { errors }) },
  };
}

function preview({ cron }) {
  if (!/^(\S+\s+){4}\S+$/m.test(cron)) {
    return problem(400, 'VALIDATION_FAILED', 'Not valid.', [
      { field: 'cron', message: `"${cron}" is no cron line` },
    ]);
  }
  const next = [1, 2, 3, 4, 5].map((slot) => new Date(Math.ceil(Date.now() / HOUR) * HOUR + slot * 6 * HOUR));
  return { body: { text: 'Every 6 hours', next, warnings: [] } };
}

function save(script, input) {
  Object.assign(script, input, {
    id: script.id,
    revision: script.revision + (input.code === script.code ? 0 : 1),
  });
  script.schedule_text = script.schedule_cron ? 'Every 6 hours' : null;
  return script;
}

function route(method, path, body, request) {
  const [, section, id, action] = path.split('/').slice(1);
  const script = section === 'scripts' && id ? scripts.get(id) : undefined;
  const state = section === 'runs' && id ? runs.get(id) : undefined;
  if (path === '/api/scripts') {
    if (method === 'POST') {
      const made = addScript(body);
      return { status: 201, body: made, headers: etag(made) };
    }
    return { body: { scripts: [...scripts.values()], next_cursor: null } };
  }
  if (path === '/api/schedules/preview') return preview(body);
  if (script && action === 'run') return { status: 202, body: addRun(script) };
  if (script && action === 'runs') {
    const of = [...runs.values()].map((each) => each.run).filter((run) => run.script_id === id);
    return { body: { runs: of.toReversed(), next_cursor: null } };
  }
  if (script && method === 'GET') return { body: script, headers: etag(script) };
  if (script && method === 'PUT') {
    const known = request.headers['if-match'];
    if (known && known !== etag(script).ETag) return problem(412, 'REVISION_CONFLICT', 'Changed meanwhile.');
    return { body: save(script, body), headers: etag(script) };
  }
  if (script && method === 'DELETE') {
    scripts.delete(id);
    return { status: 204 };
  }
  if (state && action === 'cancel') {
    state.run.status = 'cancelling';
    broadcast(state, 'status', state.run);
    return { status: 202, body: state.run };
  }
  if (state && action === 'rerun') return { status: 202, body: addRun(scripts.get(state.run.script_id)) };
  if (state && !action) return { body: state.run };
  return problem(404, 'NOT_FOUND', 'There is nothing at this address.');
}

function events(state, response) {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  response.write(`event: status\ndata: ${JSON.stringify(state.run)}\n\n`);
  if (state.lines.length > 0) {
    response.write(`event: output\ndata: ${JSON.stringify({ lines: state.lines })}\n\n`);
  }
  if (state.run.completed_at) {
    response.end('event: end\ndata: {}\n\n');
    return;
  }
  state.listeners.add(response);
  response.on('close', () => state.listeners.delete(response));
}

function send(response, { status = 200, type = 'application/json', body, headers = {} }) {
  response.writeHead(status, { 'Content-Type': type, ...headers });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

async function api(request, response, url) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString()) : {};
  if (url.pathname === '/api/auth/sign-in') {
    if (codes.has(body.code))
      return send(response, problem(401, 'UNAUTHENTICATED', 'The code was used already.'));
    codes.add(body.code);
    const session = randomUUID();
    sessions.add(session);
    return send(response, {
      body: { user: USER },
      headers: { 'Set-Cookie': [`SESSION=${session}; HttpOnly; Path=/; SameSite=Lax`, 'csrf=abc; Path=/'] },
    });
  }
  const session = /SESSION=([^;]+)/.exec(request.headers.cookie ?? '')?.[1];
  if (!sessions.has(session)) return send(response, problem(401, 'UNAUTHENTICATED', 'Sign in.'));
  if (request.method !== 'GET' && request.headers['x-csrf-token'] !== 'abc') {
    return send(response, problem(403, 'FORBIDDEN', 'The X-CSRF-Token header is missing.'));
  }
  if (url.pathname === '/api/auth/logout') {
    sessions.delete(session);
    return send(response, { status: 204 });
  }
  if (url.pathname === '/api/auth/me') {
    return send(response, { body: { user: USER, organization: { id: randomUUID(), name: 'Default' } } });
  }
  const followed = /^\/api\/runs\/([^/]+)\/events$/.exec(url.pathname);
  if (followed && runs.has(followed[1])) return events(runs.get(followed[1]), response);
  return send(response, route(request.method, url.pathname, body, request));
}

async function file(response, path) {
  const wanted = extname(path) ? normalize(path) : '/index.html';
  try {
    const content = await readFile(join(DIST, wanted));
    response.writeHead(200, {
      'Content-Type': TYPES[extname(wanted)] ?? 'text/plain',
      'Content-Security-Policy': CSP,
    });
    response.end(content);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    response.writeHead(404).end();
  }
}

export function startMockServer(port = 0) {
  const server = createServer((request, response) => {
    const url = new URL(request.url, 'http://localhost');
    const answer = url.pathname.startsWith('/api/')
      ? api(request, response, url)
      : file(response, url.pathname);
    answer.catch((error) => {
      console.error(error);
      response.destroy();
    });
  });
  return new Promise((resolve) => {
    server.listen(port, '127.0.0.1', () =>
      resolve({ server, url: `http://127.0.0.1:${server.address().port}` }),
    );
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { url } = await startMockServer(Number(process.argv[2] ?? 0));
  console.log(`${url}/sign-in?code=${randomUUID()}`);
}
