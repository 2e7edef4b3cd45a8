import { Anchor, Skeleton, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { PageHeader } from '../../components/PageHeader';
import { ProblemAlert } from '../../components/ProblemAlert';
import { StatusBadge, statusLabel } from '../../components/StatusBadge';
import { endSentence, isTerminal } from '../../lib/runText';
import { LogPanel } from './LogPanel';
import { RunActions } from './RunActions';
import { RunFacts } from './RunFacts';
import { useLiveRun } from './useLiveRun';

/** One run: what it is, how it goes, and each line it prints, as it prints them. */
export function RunPage({ id }: { id: string }) {
  const { run, error, refetch, store, connection } = useLiveRun(id);

  useEffect(() => {
    if (run) document.title = `${statusLabel(run.status)}: ${run.script_name} · Script Runner`;
  }, [run]);

  if (!run) {
    return (
      <>
        <PageHeader title="Run" />
        {error ? (
          <ProblemAlert title="The run could not be loaded" error={error} onRetry={refetch} />
        ) : (
          <Stack role="status" aria-label="Loading the run">
            <Skeleton height={140} />
            <Skeleton height={420} />
          </Stack>
        )}
      </>
    );
  }

  const ended = endSentence(run);
  return (
    <>
      <PageHeader
        title={`Run of ${run.script_name}`}
        mark={<StatusBadge status={run.status} size="lg" />}
        trail={[
          <Anchor
            key="script"
            size="sm"
            renderRoot={(props) => (
              <Link to="/scripts/$scriptId" params={{ scriptId: run.script_id }} {...props} />
            )}
          >
            {run.script_name}
          </Anchor>,
          <Text key="here" size="sm" c="dimmed">
            Run
          </Text>,
        ]}
        actions={<RunActions run={run} />}
      />
      <Stack gap="lg">
        <section className="panel" aria-label="About this run">
          {ended && (
            <Text fw={600} mb="md">
              {ended}
            </Text>
          )}
          <RunFacts run={run} />
        </section>
        <LogPanel runId={run.id} store={store} connection={connection} finished={isTerminal(run.status)} />
      </Stack>
      <span role="status" className="visually-hidden">
        {`Status: ${statusLabel(run.status)}. ${ended ?? ''}`}
      </span>
    </>
  );
}
