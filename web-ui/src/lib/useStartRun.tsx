import { Anchor } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { ApiError, describe } from '../api/problem';
import { runKeys } from '../api/runs';
import { scriptKeys } from '../api/scripts';
import type { Run } from '../api/types';

/** Starts a run by `start` and opens its page; a refusal is said, with the run in the way where there is one. */
export function useStartRun<Input>(start: (input: Input) => Promise<Run>) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: start,
    onSuccess: (run) => {
      queries.setQueryData(runKeys.one(run.id), run);
      void queries.invalidateQueries({ queryKey: scriptKeys.list() });
      void queries.invalidateQueries({ queryKey: scriptKeys.runs(run.script_id) });
      return navigate({ to: '/runs/$runId', params: { runId: run.id } });
    },
    onError: (error) => {
      const inTheWay = error instanceof ApiError ? error.problem.run_id : undefined;
      notifications.show({
        color: 'red',
        title: 'The run was not started',
        autoClose: false,
        message: (
          <>
            {describe(error)}{' '}
            {inTheWay && (
              <Anchor
                size="sm"
                renderRoot={(props) => <Link to="/runs/$runId" params={{ runId: inTheWay }} {...props} />}
              >
                Open the run in the way
              </Anchor>
            )}
          </>
        ),
      });
    },
  });
}
