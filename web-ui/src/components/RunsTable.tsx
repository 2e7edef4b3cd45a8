import { Anchor, Table, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Run } from '../api/types';
import { formatExact } from '../lib/format';
import { revisionText, triggerText } from '../lib/runText';
import { RelativeTime } from './RelativeTime';
import { RunDuration } from './RunDuration';
import { StatusBadge } from './StatusBadge';

/** Runs of one script, newest first. */
export function RunsTable({ runs, label }: { runs: Run[]; label: string }) {
  return (
    <Table.ScrollContainer minWidth={620} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table aria-label={label} verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Status</Table.Th>
            <Table.Th>Trigger</Table.Th>
            <Table.Th>Started</Table.Th>
            <Table.Th>Duration</Table.Th>
            <Table.Th>Code</Table.Th>
            <Table.Th>Logs</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {runs.map((run) => (
            <Table.Tr key={run.id}>
              <Table.Td>
                <StatusBadge status={run.status} />
              </Table.Td>
              <Table.Td>{triggerText(run)}</Table.Td>
              <Table.Td>
                {run.started_at ? <RelativeTime at={run.started_at} /> : <Text c="dimmed">Not started</Text>}
              </Table.Td>
              <Table.Td className="numbers">
                <RunDuration run={run} />
              </Table.Td>
              <Table.Td>{revisionText(run)}</Table.Td>
              <Table.Td>
                <Anchor
                  inherit
                  renderRoot={(props) => <Link to="/runs/$runId" params={{ runId: run.id }} {...props} />}
                  aria-label={`View logs of the run of ${formatExact(run.created_at)}`}
                >
                  View logs
                </Anchor>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
