import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { ApiError } from '../../api/problem';
import {
  createScript,
  deleteScript,
  type LoadedScript,
  loadScript,
  runScript,
  saveScript,
  scriptKeys,
} from '../../api/scripts';
import type { Script } from '../../api/types';
import { useStartRun } from '../../lib/useStartRun';
import {
  type FieldMessages,
  isDirty,
  NEW_SCRIPT,
  type ScriptValues,
  serverMessages,
  toInput,
  toValues,
  validate,
} from './scriptForm';

/** The state of one script's form: its values, what is saved, and what the server said. */
export function useScriptEditor(loaded: LoadedScript | null) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [base, setBase] = useState(loaded);
  const [saved, setSaved] = useState(() => (loaded ? toValues(loaded.script) : NEW_SCRIPT));
  const [values, setValues] = useState(saved);
  const [messages, setMessages] = useState<FieldMessages>({});

  const save = useMutation({
    mutationFn: (input: ScriptValues) =>
      base ? saveScript(base.script, toInput(input), base.etag) : createScript(toInput(input)),
    onSuccess: (answer, input) => {
      setBase(answer);
      setSaved(input);
      setMessages({});
      return queries.invalidateQueries({ queryKey: scriptKeys.list() });
    },
    onError: (error) => setMessages(serverMessages(error).fields),
  });

  const remove = useMutation({
    mutationFn: (id: string) => deleteScript(id),
    onSuccess: async () => {
      notifications.show({ title: 'Script deleted', message: `${saved.name} is gone from the list.` });
      await queries.invalidateQueries({ queryKey: scriptKeys.list() });
      await navigate({ to: '/', ignoreBlocker: true });
    },
  });

  const start = useStartRun(runScript);

  const change = (part: Partial<ScriptValues>) => {
    setValues((current) => ({ ...current, ...part }));
    setMessages((current) => {
      const rest = { ...current };
      for (const field of Object.keys(part) as (keyof ScriptValues)[]) delete rest[field];
      return rest;
    });
  };

  /** Saves what is on the page; null when it was refused, which the page then shows. */
  const store = async (): Promise<Script | null> => {
    const missing = validate(values);
    setMessages(missing);
    if (Object.keys(missing).length > 0) return null;
    try {
      const { script } = await save.mutateAsync(values);
      if (!base) {
        await navigate({
          to: '/scripts/$scriptId',
          params: { scriptId: script.id },
          replace: true,
          ignoreBlocker: true,
        });
      }
      return script;
    } catch (error) {
      if (error instanceof ApiError) return null;
      throw error;
    }
  };

  const dirty = base === null || isDirty(values, saved);
  const busy = save.isPending || start.isPending;

  const saveNow = async () => {
    if (busy) return;
    if (!dirty) {
      notifications.show({ title: 'Nothing to save', message: 'The script is saved as it is shown.' });
      return;
    }
    const script = await store();
    if (script) {
      notifications.show({
        color: 'green',
        title: 'Saved',
        message: `${script.name}, revision ${script.revision}`,
      });
    }
  };

  const runNow = async () => {
    if (busy) return;
    if (base && !dirty) {
      start.mutate(base.script.id);
      return;
    }
    const script = await store();
    if (script) {
      notifications.show({
        color: 'green',
        title: 'Saved first, then started',
        message: `The run uses revision ${script.revision} of ${script.name}.`,
      });
      start.mutate(script.id);
    }
  };

  /** After a conflict: shows the other version and drops what is on the page. */
  const takeTheirs = useMutation({
    mutationFn: loadScript,
    onSuccess: (latest) => {
      setBase(latest);
      setSaved(toValues(latest.script));
      setValues(toValues(latest.script));
      setMessages({});
      save.reset();
    },
  });

  /** After a conflict: keeps what is on the page, to be saved over the other version. */
  const keepMine = useMutation({
    mutationFn: loadScript,
    onSuccess: (latest) => {
      setBase(latest);
      setSaved(toValues(latest.script));
      save.reset();
    },
  });

  return {
    script: base?.script ?? null,
    values,
    messages,
    change,
    dirty,
    edited: isDirty(values, saved),
    save,
    start,
    remove,
    saveNow,
    runNow,
    takeTheirs,
    keepMine,
  };
}

export type ScriptEditorState = ReturnType<typeof useScriptEditor>;
