import type { Me, OutputLine, Run, Script } from '../api/types';

export const ME: Me = {
  user: { id: '7c6a8f5e-0000-4000-8000-000000000001', email: 'admin@localhost', role: 'admin' },
  organization: { id: '7c6a8f5e-0000-4000-8000-000000000002', name: 'Default' },
};

export function aScript(change: Partial<Script> = {}): Script {
  return {
    id: '11111111-1111-4111-8111-111111111111',
    name: 'Sync suppliers',
    description: 'Suppliers from the ERP',
    language: 'python',
    code: "print('hi')\n",
    revision: 3,
    is_active: true,
    schedule_enabled: true,
    schedule_cron: '0 */6 * * *',
    schedule_timezone: 'America/New_York',
    schedule_text: 'Every 6 hours',
    next_runs: [new Date(Date.now() + 2 * 3_600_000).toISOString()],
    schedule_paused: null,
    timeout_seconds: 60,
    last_run_at: new Date(Date.now() - 2 * 3_600_000 - 1000).toISOString(),
    last_run_status: 'success',
    last_run_id: '22222222-2222-4222-8222-222222222222',
    created_at: '2026-11-01T10:00:00.000Z',
    created_by: { id: ME.user.id, email: ME.user.email },
    updated_at: '2026-11-02T10:00:00.000Z',
    updated_by: { id: ME.user.id, email: ME.user.email },
    ...change,
  };
}

export function aRun(change: Partial<Run> = {}): Run {
  return {
    id: '22222222-2222-4222-8222-222222222222',
    script_id: '11111111-1111-4111-8111-111111111111',
    script_name: 'Sync suppliers',
    revision: 3,
    trigger_type: 'manual',
    triggered_by: { id: ME.user.id, email: ME.user.email },
    status: 'running',
    end_reason: null,
    slot_at: null,
    created_at: '2026-11-24T10:00:00.000Z',
    started_at: '2026-11-24T10:00:00.040Z',
    completed_at: null,
    duration_ms: null,
    exit_code: null,
    signal: null,
    attempt: 1,
    attempts: [
      { attempt: 1, worker: 'w', claimed_at: '2026-11-24T10:00:00.040Z', ended_at: null, outcome: null },
    ],
    rerun_of: null,
    temporal_url: 'http://127.0.0.1:8233/namespaces/default/workflows/run-2',
    ...change,
  };
}

export function aLine(n: number, text: string, stream: OutputLine['stream'] = 'stdout'): OutputLine {
  return { n, stream, attempt: 1, at: '2026-11-24T10:00:01.000Z', text };
}
