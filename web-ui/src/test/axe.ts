import axe from 'axe-core';
import { expect } from 'vitest';

/** Fails with axe's own words. jsdom has no layout, so colours are checked in the browser instead. */
export async function expectNoViolations(): Promise<void> {
  const { violations } = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } });
  expect(violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.html).join(' | ')}`)).toEqual(
    [],
  );
}
