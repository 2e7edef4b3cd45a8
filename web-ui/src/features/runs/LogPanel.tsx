import { Button, Group, Tabs, Text } from '@mantine/core';
import { FileText } from 'lucide-react';
import { useState, useSyncExternalStore } from 'react';
import { outputTextUrl } from '../../api/runs';
import type { ConnectionState } from '../../api/sse';
import { CopyButton } from '../../components/CopyButton';
import type { LogStore, LogView as View } from '../../lib/logStore';
import { LogAnnouncer } from './LogAnnouncer';
import { LogView } from './LogView';

const VIEWS: { view: View; label: string; nothing: string }[] = [
  { view: 'stdout', label: 'Output', nothing: 'The script printed nothing.' },
  { view: 'stderr', label: 'Errors', nothing: 'The script wrote no errors.' },
  { view: 'both', label: 'Both', nothing: 'The script printed nothing and wrote no errors.' },
];

interface Props {
  runId: string;
  store: LogStore;
  connection: ConnectionState;
  finished: boolean;
}

/** The lines of a run, by stream. */
export function LogPanel({ runId, store, connection, finished }: Props) {
  const [view, setView] = useState<View>('both');
  useSyncExternalStore(store.subscribe, store.getVersion);
  const complete = connection === 'ended';

  return (
    <section className="panel" aria-label="Output of this run">
      <Tabs value={view} onChange={(next) => setView(next as View)} keepMounted={false}>
        <Group justify="space-between" gap="xs" mb="xs">
          <Tabs.List>
            {VIEWS.map((each) => (
              <Tabs.Tab key={each.view} value={each.view}>
                {each.label}{' '}
                <span className="numbers dimmed">{store.lines(each.view).length.toLocaleString('en')}</span>
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Group gap="xs">
            <Text size="sm" c="dimmed" role="status">
              {connectionWords(connection, finished)}
            </Text>
            <CopyButton label="Copy all" text={() => store.text(view)} />
            <Button
              component="a"
              variant="default"
              size="xs"
              href={outputTextUrl(runId, view)}
              target="_blank"
              rel="noreferrer"
              leftSection={<FileText size={14} aria-hidden />}
            >
              output.txt
            </Button>
          </Group>
        </Group>
        {VIEWS.map((each) => (
          <Tabs.Panel key={each.view} value={each.view}>
            <LogView
              key={each.view}
              store={store}
              view={each.view}
              label={`${each.label}, lines of the run`}
              empty={complete ? each.nothing : 'No lines yet.'}
            />
          </Tabs.Panel>
        ))}
      </Tabs>
      <LogAnnouncer store={store} />
    </section>
  );
}

function connectionWords(connection: ConnectionState, finished: boolean): string {
  switch (connection) {
    case 'connecting':
      return 'Connecting…';
    case 'live':
      return finished ? 'Loading the rest…' : 'Live';
    case 'reconnecting':
      return 'Connection lost, reconnecting…';
    case 'paused':
      return 'Paused while this tab was hidden';
    case 'failed':
      return 'Connection refused, trying again…';
    case 'ended':
      return 'Complete';
  }
}
