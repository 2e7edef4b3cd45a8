import { Anchor, Button, Loader, Text, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { meQuery, signInQuery } from '../../api/auth';
import { ApiError, describe } from '../../api/problem';
import { HowToSignIn } from './HowToSignIn';

/** Redeems the one-time code of a sign-in link, then goes to the scripts. */
export function SignInPage({ code }: { code?: string }) {
  useEffect(() => {
    document.title = 'Sign in · Script Runner';
  }, []);
  return (
    <section className="panel narrow" aria-live="polite">
      {code ? (
        <Redeem code={code} />
      ) : (
        <Refused title="This sign-in link has no code" detail="Its end was cut off." />
      )}
    </section>
  );
}

function Redeem({ code }: { code: string }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(signInQuery(code));

  useEffect(() => {
    if (!data) return;
    void queries.invalidateQueries({ queryKey: meQuery.queryKey });
    void navigate({ to: '/', replace: true });
  }, [data, navigate, queries]);

  if (error instanceof ApiError && error.status === 401) {
    return (
      <Refused
        title="This sign-in link does not work any more"
        detail="It has been used already, has expired, or was not copied whole."
      />
    );
  }
  if (error) {
    return (
      <>
        <Title order={1} size="h2" mb="sm">
          Sign-in did not work
        </Title>
        <Text mb="md">{describe(error)}</Text>
        <Button onClick={() => refetch()}>Try again</Button>
      </>
    );
  }
  return (
    <>
      <Title order={1} size="h2" mb="sm">
        Signing you in
      </Title>
      <Loader size="sm" aria-hidden />
    </>
  );
}

function Refused({ title, detail }: { title: string; detail: string }) {
  return (
    <>
      <Title order={1} size="h2" mb="sm">
        {title}
      </Title>
      <Text mb="md">{detail}</Text>
      <HowToSignIn />
      <Text mt="md">
        Signed in already in this browser?{' '}
        <Anchor renderRoot={(props) => <Link to="/" {...props} />}>Go to Scripts</Anchor>
      </Text>
    </>
  );
}
