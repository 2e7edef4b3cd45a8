import { Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { scriptQuery } from '../../api/scripts';
import { PageHeader } from '../../components/PageHeader';
import { ProblemAlert } from '../../components/ProblemAlert';
import { ScriptEditor } from './ScriptEditor';

export function NewScriptPage() {
  return <ScriptEditor loaded={null} />;
}

/** Loads a script afresh at each visit; what is being edited is never replaced by a later answer. */
export function EditScriptPage({ id }: { id: string }) {
  const { data, error, isFetchedAfterMount, refetch } = useQuery({
    ...scriptQuery(id),
    staleTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  if (data && isFetchedAfterMount) return <ScriptEditor loaded={data} />;
  if (error) {
    return (
      <>
        <PageHeader title="Script" />
        <ProblemAlert title="The script could not be loaded" error={error} onRetry={refetch} />
      </>
    );
  }
  return (
    <>
      <PageHeader title="Script" />
      <Stack role="status" aria-label="Loading the script">
        <Skeleton height={120} />
        <Skeleton height={420} />
      </Stack>
    </>
  );
}
