import { Alert, Button, Group, Text } from '@mantine/core';
import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { ApiError, describe } from '../api/problem';

interface Props {
  title: string;
  error: unknown;
  onRetry?: () => void;
  children?: ReactNode;
}

/** A failure in the server's own words, with the request id to quote. */
export function ProblemAlert({ title, error, onRetry, children }: Props) {
  const requestId = error instanceof ApiError ? error.problem.request_id : undefined;
  return (
    <Alert color="red" icon={<CircleAlert aria-hidden />} title={title} role="alert">
      <Text size="sm">{describe(error)}</Text>
      {requestId && (
        <Text size="xs" c="dimmed" mt={4}>
          Request id: <code>{requestId}</code>
        </Text>
      )}
      {children}
      {onRetry && (
        <Group mt="sm">
          <Button size="xs" variant="default" onClick={onRetry}>
            Try again
          </Button>
        </Group>
      )}
    </Alert>
  );
}
