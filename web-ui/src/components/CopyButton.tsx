import { Button } from '@mantine/core';
import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { copyText } from '../lib/clipboard';

const SHOWN_MS = 2000;

/** Copies a text that is made only when asked for, and says how it went. */
export function CopyButton({ label, text }: { label: string; text: () => string }) {
  const [result, setResult] = useState<'copied' | 'failed' | null>(null);

  const copy = async () => {
    setResult((await copyText(text())) ? 'copied' : 'failed');
    setTimeout(() => setResult(null), SHOWN_MS);
  };

  return (
    <>
      <Button
        variant="default"
        size="xs"
        leftSection={result === 'copied' ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
        onClick={copy}
      >
        {result === 'copied' ? 'Copied' : result === 'failed' ? 'Could not copy' : label}
      </Button>
      <span role="status" className="visually-hidden">
        {result === 'copied' ? 'Copied' : result === 'failed' ? 'Could not copy' : ''}
      </span>
    </>
  );
}
