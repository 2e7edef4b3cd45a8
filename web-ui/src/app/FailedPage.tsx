import type { ErrorComponentProps } from '@tanstack/react-router';
import { PageHeader } from '../components/PageHeader';
import { ProblemAlert } from '../components/ProblemAlert';

/** What is shown instead of a page that failed while it was drawn. */
export function FailedPage({ error, reset }: ErrorComponentProps) {
  return (
    <>
      <PageHeader title="This page failed" />
      <ProblemAlert title="The page could not be shown" error={error} onRetry={reset} />
    </>
  );
}
