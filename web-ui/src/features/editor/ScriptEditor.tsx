import { Button, Group, Stack, Text } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { Play, Save, Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { LoadedScript } from '../../api/scripts';
import { ConfirmDelete } from '../../components/ConfirmDelete';
import { PageHeader } from '../../components/PageHeader';
import { ProblemAlert } from '../../components/ProblemAlert';
import { usePermissions } from '../../lib/permissions';
import { LeaveGuard } from './LeaveGuard';
import { RecentRuns } from './RecentRuns';
import { SaveProblem } from './SaveProblem';
import { ScriptFields } from './ScriptFields';
import { useScriptEditor } from './useScriptEditor';

/** The page of one script; `loaded` is null for one that does not exist yet. */
export function ScriptEditor({ loaded }: { loaded: LoadedScript | null }) {
  const editor = useScriptEditor(loaded);
  const { canEdit, canRun } = usePermissions();
  const [asking, setAsking] = useState(false);
  const { script } = editor;
  const mayRun = canRun && (canEdit || script !== null);

  useHotkeys(
    [
      ['mod+S', () => void (canEdit && editor.saveNow())],
      ['mod+Enter', () => void (mayRun && editor.runNow())],
    ],
    [],
  );
  useFocusOnRefusal(editor.messages);

  return (
    <>
      <PageHeader
        title={script?.name ?? 'New script'}
        mark={<EditState editor={editor} />}
        trail={[
          <Text key="here" size="sm" c="dimmed">
            {script ? 'Script' : 'New script'}
          </Text>,
        ]}
        actions={
          <>
            {canEdit && (
              <Button
                leftSection={<Save size={16} aria-hidden />}
                title="Ctrl+S"
                aria-keyshortcuts="Control+S"
                loading={editor.save.isPending}
                onClick={editor.saveNow}
              >
                Save
              </Button>
            )}
            {mayRun && (
              <Button
                variant="light"
                leftSection={<Play size={16} aria-hidden />}
                title={editor.dirty ? 'Saves first, then runs. Ctrl+Enter' : 'Ctrl+Enter'}
                aria-keyshortcuts="Control+Enter"
                loading={editor.start.isPending}
                onClick={editor.runNow}
              >
                {editor.dirty ? 'Save and run now' : 'Run now'}
              </Button>
            )}
            {canEdit && script && (
              <Button
                variant="default"
                leftSection={<Trash2 size={16} aria-hidden />}
                onClick={() => setAsking(true)}
              >
                Delete
              </Button>
            )}
          </>
        }
      />
      <Stack gap="lg">
        <SaveProblem editor={editor} />
        {editor.remove.error && (
          <ProblemAlert title="The script was not deleted" error={editor.remove.error} />
        )}
        <ScriptFields
          values={editor.values}
          messages={editor.messages}
          change={editor.change}
          readOnly={!canEdit}
        />
        {script && <RecentRuns scriptId={script.id} />}
      </Stack>
      <LeaveGuard active={editor.edited} />
      <ConfirmDelete
        name={asking && script ? script.name : null}
        busy={editor.remove.isPending}
        onClose={() => setAsking(false)}
        onConfirm={() => script && editor.remove.mutate(script.id, { onSettled: () => setAsking(false) })}
      />
    </>
  );
}

function EditState({ editor }: { editor: ReturnType<typeof useScriptEditor> }) {
  return (
    <Group gap={6} role="status">
      <Text size="sm" c="dimmed">
        {editor.edited
          ? 'Unsaved changes'
          : editor.script
            ? `Revision ${editor.script.revision}`
            : 'Not saved yet'}
      </Text>
    </Group>
  );
}

/** Takes the keyboard to the first field that was refused. */
function useFocusOnRefusal(messages: object) {
  const refused = Object.keys(messages).length;
  useEffect(() => {
    if (refused > 0) document.querySelector<HTMLElement>('#main [aria-invalid="true"]')?.focus();
    // Only a new refusal moves the focus, not each corrected field.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [refused > 0]);
}
