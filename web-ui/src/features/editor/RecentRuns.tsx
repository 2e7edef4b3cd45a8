import { Skeleton, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { scriptRunsQuery } from '../../api/scripts';
import { ProblemAlert } from '../../components/ProblemAlert';
import { RunsTable } from '../../components/RunsTable';
import { isTerminal } from '../../lib/runText';

const BUSY_REFRESH_MS = 2_000;
const IDLE_REFRESH_MS = 15_000;

export function RecentRuns({ scriptId }: { scriptId: string }) {
  const { data, error, isPending, refetch } = useQuery({
    ...scriptRunsQuery(scriptId),
    refetchInterval: (query) =>
      query.state.data?.runs.some((run) => !isTerminal(run.status)) ? BUSY_REFRESH_MS : IDLE_REFRESH_MS,
  });
  return (
    <section className="panel" aria-labelledby="recent-runs-title">
      <Title order={2} size="h5" mb="xs" id="recent-runs-title">
        Recent runs
      </Title>
      {error && !data && (
        <ProblemAlert title="The runs could not be loaded" error={error} onRetry={refetch} />
      )}
      {isPending && <Skeleton height={120} />}
      {data?.runs.length === 0 && (
        <Text size="sm" c="dimmed">
          This script has not run yet.
        </Text>
      )}
      {data && data.runs.length > 0 && <RunsTable runs={data.runs} label="Recent runs" />}
    </section>
  );
}
