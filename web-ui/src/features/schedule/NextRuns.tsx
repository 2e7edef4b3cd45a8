import { List, Text } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import { describe } from '../../api/problem';
import type { SchedulePreview } from '../../api/types';
import { formatInZone, formatRelative } from '../../lib/format';
import { useNow } from '../../lib/useNow';

interface Props {
  preview: SchedulePreview | undefined;
  timezone: string;
  error: Error | null;
  empty: boolean;
}

/** The schedule in words and its next runs, in the script's zone. */
export function NextRuns({ preview, timezone, error, empty }: Props) {
  const now = useNow(15_000);
  return (
    <div aria-live="polite">
      {empty && (
        <Text size="sm" c="dimmed">
          The next runs are shown here as soon as there is a cron line.
        </Text>
      )}
      {error && (
        <Text size="sm" c="red">
          No preview: {describe(error)}
        </Text>
      )}
      {!error && preview && (
        <>
          <Text size="sm" fw={600}>
            {preview.text}
          </Text>
          <Text size="sm" c="dimmed" mt={4}>
            Next runs
          </Text>
          <List size="sm" className="numbers" withPadding={false} listStyleType="none">
            {preview.next.map((at) => (
              <List.Item key={at}>
                <time dateTime={at} title={formatRelative(at, now)}>
                  {formatInZone(at, timezone)}
                </time>
              </List.Item>
            ))}
          </List>
          {preview.warnings.map((warning) => (
            <Text key={warning} size="sm" mt={4}>
              <TriangleAlert size={14} aria-label="Warning:" role="img" className="inline-icon" /> {warning}
            </Text>
          ))}
        </>
      )}
    </div>
  );
}
