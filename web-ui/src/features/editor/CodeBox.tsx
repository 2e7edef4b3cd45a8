import { Input, Text } from '@mantine/core';
import { type KeyboardEvent, useId, useRef } from 'react';

const INDENT = '    ';

interface Props {
  value: string;
  onChange: (code: string) => void;
  error?: string;
  readOnly: boolean;
}

/** A plain code box: Tab indents, Esc then Tab leaves, line numbers scroll along. */
export function CodeBox({ value, onChange, error, readOnly }: Props) {
  const id = useId();
  const numbers = useRef<HTMLPreElement>(null);
  const leaving = useRef(false);

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key === 'Escape') {
      leaving.current = true;
      return;
    }
    const indents =
      event.key === 'Tab' && !event.shiftKey && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (indents && !leaving.current && !readOnly) {
      event.preventDefault();
      insert(event.currentTarget, INDENT);
      onChange(event.currentTarget.value);
    }
    leaving.current = false;
  };

  return (
    <Input.Wrapper
      id={id}
      label="Code"
      error={error}
      errorProps={{ id: `${id}-error`, fz: 'sm' }}
      description={
        <Text span inherit id={`${id}-hint`}>
          Python. Tab inserts 4 spaces; press Esc, then Tab, to leave the code box.
        </Text>
      }
    >
      <div className="code-box" data-invalid={error ? true : undefined}>
        <pre ref={numbers} aria-hidden className="code-numbers">
          {lineNumbers(value)}
        </pre>
        <textarea
          id={id}
          className="code-text"
          value={value}
          readOnly={readOnly}
          wrap="off"
          spellCheck={false}
          autoCapitalize="off"
          autoCorrect="off"
          autoComplete="off"
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? `${id}-hint ${id}-error` : `${id}-hint`}
          onChange={(event) => onChange(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onScroll={(event) => {
            if (numbers.current) numbers.current.scrollTop = event.currentTarget.scrollTop;
          }}
        />
      </div>
    </Input.Wrapper>
  );
}

/** Types a text as the user would, so that undo knows it; `setRangeText` where the browser cannot. */
function insert(area: HTMLTextAreaElement, text: string) {
  const typed = typeof document.execCommand === 'function' && document.execCommand('insertText', false, text);
  if (!typed) area.setRangeText(text, area.selectionStart, area.selectionEnd, 'end');
}

function lineNumbers(code: string): string {
  const count = code.split('\n').length;
  return Array.from({ length: count }, (_, index) => index + 1).join('\n');
}
