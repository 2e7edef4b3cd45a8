import { Button, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { resume } from '../../api/auth';
import { ApiError, describe } from '../../api/problem';
import type { SessionState } from '../../api/session';
import { HowToSignIn } from './HowToSignIn';

/** Shown in the place of any page while nobody is signed in. */
export function SignedOutPage({ state }: { state: SessionState }) {
  const queries = useQueryClient();
  const again = useMutation({
    mutationFn: resume,
    onSuccess: () => queries.invalidateQueries(),
  });
  useEffect(() => {
    document.title = 'Sign in · Script Runner';
  }, []);
  return (
    <section className="panel narrow">
      <Title order={1} size="h2" mb="sm">
        You are not signed in
      </Title>
      <Text mb="md">
        {state === 'left'
          ? 'You have signed out. Nothing that runs is affected.'
          : 'This browser has no session, or it has ended. Nothing that runs is affected, and unsaved text of this page is kept while the tab stays open.'}
      </Text>
      <HowToSignIn />
      <Button mt="md" variant="default" loading={again.isPending} onClick={() => again.mutate()}>
        I have signed in, go on
      </Button>
      <Text size="sm" mt="xs" role="status">
        {again.error &&
          (again.error instanceof ApiError && again.error.status === 401
            ? 'Still not signed in in this browser.'
            : describe(again.error))}
      </Text>
    </section>
  );
}
