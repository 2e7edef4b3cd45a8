import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CircleStop, ExternalLink, RotateCcw } from 'lucide-react';
import { describe } from '../../api/problem';
import { cancelRun, rerunRun, runKeys } from '../../api/runs';
import type { Run } from '../../api/types';
import { usePermissions } from '../../lib/permissions';
import { isTerminal } from '../../lib/runText';
import { useStartRun } from '../../lib/useStartRun';

export function RunActions({ run }: { run: Run }) {
  const { canRun } = usePermissions();
  const queries = useQueryClient();
  const rerun = useStartRun(rerunRun);
  const cancel = useMutation({
    mutationFn: () => cancelRun(run.id),
    onError: (error) =>
      notifications.show({ color: 'red', title: 'The run was not cancelled', message: describe(error) }),
    onSettled: () => queries.invalidateQueries({ queryKey: runKeys.one(run.id) }),
  });
  const cancelling = run.status === 'cancelling' || cancel.isPending;

  return (
    <>
      {canRun && !isTerminal(run.status) && (
        <Button
          color="red"
          variant="light"
          leftSection={<CircleStop size={16} aria-hidden />}
          aria-disabled={cancelling}
          data-disabled={cancelling || undefined}
          onClick={() => !cancelling && cancel.mutate()}
        >
          {cancelling ? 'Cancelling…' : 'Cancel run'}
        </Button>
      )}
      {canRun && isTerminal(run.status) && (
        <Button
          variant="light"
          leftSection={<RotateCcw size={16} aria-hidden />}
          title="Runs the script as it is now, with this run's parameters"
          loading={rerun.isPending}
          onClick={() => rerun.mutate(run.id)}
        >
          Re-run
        </Button>
      )}
      {run.temporal_url && (
        <Button
          component="a"
          variant="default"
          href={run.temporal_url}
          target="_blank"
          rel="noreferrer"
          rightSection={<ExternalLink size={14} aria-hidden />}
        >
          Open in Temporal
        </Button>
      )}
    </>
  );
}
