import { Button, Group, Skeleton, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { describe } from '../../api/problem';
import { deleteScript, runScript, scriptKeys, scriptsQuery } from '../../api/scripts';
import type { ScriptSummary } from '../../api/types';
import { ConfirmDelete } from '../../components/ConfirmDelete';
import { EmptyState } from '../../components/EmptyState';
import { PageHeader } from '../../components/PageHeader';
import { ProblemAlert } from '../../components/ProblemAlert';
import { usePermissions } from '../../lib/permissions';
import { isTerminal } from '../../lib/runText';
import { useStartRun } from '../../lib/useStartRun';
import { ScriptList } from './ScriptList';

const BUSY_REFRESH_MS = 2_000;
const IDLE_REFRESH_MS = 15_000;

/** Settings > Automation > Scripts. */
export function ScriptsPage() {
  const permissions = usePermissions();
  const [doomed, setDoomed] = useState<ScriptSummary | null>(null);
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useInfiniteQuery({
      ...scriptsQuery,
      refetchInterval: (query) =>
        query.state.data?.pages.some((page) => page.scripts.some(isBusy)) ? BUSY_REFRESH_MS : IDLE_REFRESH_MS,
    });
  const start = useStartRun((script: ScriptSummary) => runScript(script.id));
  const remove = useDelete(() => setDoomed(null));
  const scripts = data?.pages.flatMap((page) => page.scripts) ?? [];

  return (
    <>
      <PageHeader title="Scripts" actions={permissions.canEdit && <NewScriptButton />} />
      {error && !data && (
        <ProblemAlert title="The scripts could not be loaded" error={error} onRetry={refetch} />
      )}
      {isPending && <ListSkeleton />}
      {data && scripts.length === 0 && (
        <div className="panel">
          <EmptyState title="No scripts yet" action={permissions.canEdit && <NewScriptButton />}>
            A script is a small Python program that keeps parts, BOMs and suppliers in step with other
            systems. It runs by hand or on a schedule.
          </EmptyState>
        </div>
      )}
      {scripts.length > 0 && (
        <ScriptList
          scripts={scripts}
          permissions={permissions}
          startingId={start.isPending ? start.variables.id : undefined}
          onRun={start.mutate}
          onDelete={setDoomed}
        />
      )}
      {hasNextPage && (
        <Group justify="center" mt="md">
          <Button variant="default" loading={isFetchingNextPage} onClick={() => fetchNextPage()}>
            Show more scripts
          </Button>
        </Group>
      )}
      <ConfirmDelete
        name={doomed?.name ?? null}
        busy={remove.isPending}
        onClose={() => setDoomed(null)}
        onConfirm={() => doomed && remove.mutate(doomed)}
      />
    </>
  );
}

function isBusy(script: ScriptSummary): boolean {
  return script.last_run_status !== null && !isTerminal(script.last_run_status);
}

function useDelete(close: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (script: ScriptSummary) => deleteScript(script.id),
    onSuccess: (_, script) => {
      notifications.show({ title: 'Script deleted', message: `${script.name} is gone from the list.` });
      return queries.invalidateQueries({ queryKey: scriptKeys.list() });
    },
    onError: (error) =>
      notifications.show({
        color: 'red',
        title: 'The script was not deleted',
        message: describe(error),
        autoClose: false,
      }),
    onSettled: close,
  });
}

function NewScriptButton() {
  return (
    <Button
      leftSection={<Plus size={16} aria-hidden />}
      renderRoot={(props) => <Link to="/scripts/new" {...props} />}
    >
      New script
    </Button>
  );
}

function ListSkeleton() {
  return (
    <Stack gap="xs" role="status" aria-label="Loading scripts">
      {[1, 2, 3].map((row) => (
        <Skeleton key={row} height={56} />
      ))}
    </Stack>
  );
}
