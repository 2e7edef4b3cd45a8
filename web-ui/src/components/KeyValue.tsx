import type { ReactNode } from 'react';

/** Facts as a description list that wraps into columns. */
export function KeyValue({ items }: { items: [label: string, value: ReactNode][] }) {
  return (
    <dl className="key-value">
      {items.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
