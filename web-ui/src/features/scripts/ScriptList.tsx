import { Anchor, Group, Table, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import type { ScriptSummary } from '../../api/types';
import { KeyValue } from '../../components/KeyValue';
import { ScriptActions, type ScriptActionsProps } from './ScriptActions';
import { LastRun, LastStatus, NextRun, scheduleWords } from './ScriptFacts';

type Props = Omit<ScriptActionsProps, 'script' | 'starting'> & {
  scripts: ScriptSummary[];
  startingId: string | undefined;
};

/** The scripts as a table, or as cards where a table does not fit. */
export function ScriptList(props: Props) {
  const narrow = useMediaQuery('(max-width: 62em)', false, { getInitialValueInEffect: false });
  return narrow ? <ScriptCards {...props} /> : <ScriptTable {...props} />;
}

function ScriptName({ script }: { script: ScriptSummary }) {
  return (
    <div style={{ minWidth: 0 }}>
      <Anchor
        fw={600}
        renderRoot={(rest) => <Link to="/scripts/$scriptId" params={{ scriptId: script.id }} {...rest} />}
        style={{ overflowWrap: 'anywhere' }}
      >
        {script.name}
      </Anchor>
      {script.description && (
        <Text size="sm" c="dimmed" lineClamp={2}>
          {script.description}
        </Text>
      )}
    </div>
  );
}

function ScriptTable({ scripts, startingId, ...actions }: Props) {
  return (
    <div className="panel panel-flush">
      <Table aria-label="Scripts" verticalSpacing="sm" horizontalSpacing="md">
        <Table.Thead>
          <Table.Tr className="nowrap">
            <Table.Th>Name</Table.Th>
            <Table.Th>Status</Table.Th>
            <Table.Th>Schedule</Table.Th>
            <Table.Th>Last run</Table.Th>
            <Table.Th>Next run</Table.Th>
            <Table.Th>Actions</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {scripts.map((script) => (
            <Table.Tr key={script.id}>
              <Table.Td>
                <ScriptName script={script} />
              </Table.Td>
              <Table.Td>
                <LastStatus script={script} />
              </Table.Td>
              <Table.Td title={script.schedule_cron ? script.schedule_timezone : undefined}>
                {scheduleWords(script)}
              </Table.Td>
              <Table.Td className="nowrap">
                <LastRun script={script} />
              </Table.Td>
              <Table.Td className="nowrap">
                <NextRun script={script} />
              </Table.Td>
              <Table.Td>
                <ScriptActions script={script} starting={startingId === script.id} {...actions} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function ScriptCards({ scripts, startingId, ...actions }: Props) {
  return (
    <ul className="script-cards" aria-label="Scripts">
      {scripts.map((script) => (
        <li key={script.id} className="panel">
          <ScriptName script={script} />
          <KeyValue
            items={[
              ['Status', <LastStatus key="status" script={script} />],
              ['Schedule', scheduleWords(script)],
              ['Last run', <LastRun key="last" script={script} />],
              ['Next run', <NextRun key="next" script={script} />],
            ]}
          />
          <Group mt="md">
            <ScriptActions script={script} starting={startingId === script.id} {...actions} />
          </Group>
        </li>
      ))}
    </ul>
  );
}
