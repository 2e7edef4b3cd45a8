import { Alert, Button, Group, Text } from '@mantine/core';
import { GitCompareArrows } from 'lucide-react';
import { ApiError } from '../../api/problem';
import { ProblemAlert } from '../../components/ProblemAlert';
import { serverMessages } from './scriptForm';
import type { ScriptEditorState } from './useScriptEditor';

/** Why the last save was refused, where that is not said at a field. */
export function SaveProblem({ editor }: { editor: ScriptEditorState }) {
  const error = editor.save.error;
  if (!error) return null;
  if (error instanceof ApiError && error.status === 412 && editor.script) {
    return <Conflict editor={editor} scriptId={editor.script.id} />;
  }
  const { fields, others } = serverMessages(error);
  const atFields = Object.keys(fields).length;
  if (atFields > 0 && others.length === 0) {
    return (
      <Alert color="red" role="alert" title="Not saved">
        <Text size="sm">
          {atFields === 1 ? 'One field needs a change' : `${atFields} fields need a change`}; the message
          stands at the field.
        </Text>
      </Alert>
    );
  }
  return <ProblemAlert title="Not saved" error={error} />;
}

function Conflict({ editor, scriptId }: { editor: ScriptEditorState; scriptId: string }) {
  const busy = editor.keepMine.isPending || editor.takeTheirs.isPending;
  const failed = editor.keepMine.error ?? editor.takeTheirs.error;
  return (
    <Alert
      color="yellow"
      role="alert"
      icon={<GitCompareArrows aria-hidden />}
      title="Not saved: the script was changed meanwhile"
    >
      <Text size="sm">
        Somebody saved this script after you opened it. Your text is still on this page. Load the other
        version, which drops your changes, or keep yours and save again, which replaces the other version.
      </Text>
      {failed && <ProblemAlert title="The other version could not be loaded" error={failed} />}
      <Group mt="sm" gap="xs">
        <Button
          size="xs"
          variant="default"
          disabled={busy}
          onClick={() => editor.takeTheirs.mutate(scriptId)}
        >
          Load the other version
        </Button>
        <Button size="xs" variant="default" disabled={busy} onClick={() => editor.keepMine.mutate(scriptId)}>
          Keep mine, let me save over it
        </Button>
      </Group>
    </Alert>
  );
}
