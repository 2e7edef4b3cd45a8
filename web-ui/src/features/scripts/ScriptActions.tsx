import { Button, Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Pencil, Play, Trash2 } from 'lucide-react';
import type { ScriptSummary } from '../../api/types';
import type { Permissions } from '../../lib/permissions';

export interface ScriptActionsProps {
  script: ScriptSummary;
  permissions: Permissions;
  starting: boolean;
  onRun: (script: ScriptSummary) => void;
  onDelete: (script: ScriptSummary) => void;
}

export function ScriptActions({ script, permissions, starting, onRun, onDelete }: ScriptActionsProps) {
  const { canEdit, canRun } = permissions;
  return (
    <Group gap={6} wrap="nowrap">
      {canRun && (
        <Button
          size="compact-sm"
          variant="light"
          leftSection={<Play size={14} aria-hidden />}
          loading={starting}
          disabled={!script.is_active}
          title={
            script.is_active ? undefined : 'Inactive scripts do not run: open it and switch it to active'
          }
          aria-label={`Run now: ${script.name}`}
          onClick={() => onRun(script)}
        >
          Run now
        </Button>
      )}
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<Pencil size={14} aria-hidden />}
        renderRoot={(props) => (
          <Link
            to="/scripts/$scriptId"
            params={{ scriptId: script.id }}
            aria-label={`${canEdit ? 'Edit' : 'View'} ${script.name}`}
            {...props}
          />
        )}
      >
        {canEdit ? 'Edit' : 'View'}
      </Button>
      {canEdit && (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<Trash2 size={14} aria-hidden />}
          aria-label={`Delete ${script.name}`}
          onClick={() => onDelete(script)}
        >
          Delete
        </Button>
      )}
    </Group>
  );
}
