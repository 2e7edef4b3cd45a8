// Walks through the built UI in a real browser: sign in, list, new script, run, live output, cancel, sign out.
// Fails on CSP violations, requests to other hosts, page errors, and axe findings (colours included) in both schemes.
// Usage: npm run build && npm run e2e [-- <directory for screenshots>]
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { chromium } from 'playwright-core';
import { startMockServer } from './mock-server.mjs';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const shots = process.argv[2];
if (shots) mkdirSync(shots, { recursive: true });

const faults = [];
const { server, url } = await startMockServer();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1'],
});

async function look(page, name) {
  await page.evaluate(() => document.fonts.ready);
  // The debugger's evaluation is not bound by the page's CSP.
  await page.evaluate(axeSource);
  const violations = await page.evaluate(async () => (await window.axe.run()).violations);
  for (const each of violations) {
    const waived = ['landmark-no-duplicate-banner', 'landmark-unique'].includes(each.id);
    if (!waived)
      faults.push(
        `${name}: axe ${each.id}: ${each.nodes.map((n) => `${n.html} ${n.any[0]?.message ?? ''}`).join(' | ')}`,
      );
  }
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  if (wide) faults.push(`${name}: the page is wider than the window`);
  if (shots) await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
}

async function journey(colorScheme, width) {
  const label = `${colorScheme}-${width}`;
  const context = await browser.newContext({
    colorScheme,
    viewport: { width, height: 860 },
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.on('request', (request) => {
    if (!request.url().startsWith(url) && !request.url().startsWith('data:'))
      faults.push(`${label}: asked for ${request.url()}`);
  });
  page.on('pageerror', (error) => faults.push(`${label}: ${error}`));
  page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) faults.push(`${label}: ${message.text()}`);
  });

  await page.goto(url);
  await page.getByRole('heading', { name: 'You are not signed in' }).waitFor();
  await look(page, `${label}-signed-out`);
  await page.goto(`${url}/sign-in?code=${label}`);
  await page.getByRole('link', { name: 'Sync suppliers', exact: true }).waitFor();
  await look(page, `${label}-scripts`);

  await page.getByRole('link', { name: 'Sync suppliers', exact: true }).click();
  await page.getByText('Next runs').waitFor();
  await page.getByRole('table', { name: 'Recent runs' }).waitFor();
  await look(page, `${label}-script`);
  await page.getByRole('textbox', { name: 'Cron lines' }).fill('every day');
  await page.getByText('is no cron line').waitFor();
  await look(page, `${label}-cron-error`);
  await page.getByRole('link', { name: 'Scripts', exact: true }).click();
  await page.getByRole('button', { name: 'Leave and drop changes' }).waitFor();
  await look(page, `${label}-leave`);
  await page.getByRole('button', { name: 'Leave and drop changes' }).click();

  await page.getByRole('link', { name: 'New script' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill(`Journey ${label}`);
  await look(page, `${label}-new`);
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: `Run of Journey ${label}` }).waitFor();
  await page.getByText('part 6: checked').waitFor();
  await page.getByText('Live', { exact: true }).waitFor();
  await look(page, `${label}-running`);
  await page.getByText('part 33: checked').waitFor();
  const follows = await page
    .locator('.log-viewport')
    .evaluate((log) => log.scrollTop + log.clientHeight >= log.scrollHeight - 20);
  if (!follows) faults.push(`${label}: the log does not follow its end`);
  await page.locator('.log-viewport').hover();
  await page.mouse.wheel(0, -200);
  await page.getByRole('button', { name: /Jump to latest/ }).click();
  await page.getByText('Complete', { exact: true }).waitFor();
  await page.getByText('The script finished with exit code 0.').first().waitFor();
  await look(page, `${label}-ended`);

  await page.getByRole('button', { name: 'Re-run' }).click();
  await page.getByText('Live', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Cancel run' }).click();
  await page
    .getByText(/Cancelled after/)
    .first()
    .waitFor();
  await page.getByRole('link', { name: 'Script Runner' }).click();
  await page.getByRole('button', { name: `Delete Journey ${label}` }).click();
  await page.getByRole('dialog').getByText('will be deleted').waitFor();
  await look(page, `${label}-delete`);
  await page.getByRole('button', { name: 'Delete script' }).click();
  await page.getByText('Script deleted').waitFor();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByText('You have signed out').waitFor();
  await context.close();
}

try {
  for (const [scheme, width] of [
    ['light', 1280],
    ['dark', 1280],
    ['light', 390],
    ['dark', 390],
  ]) {
    await journey(scheme, width);
    console.log(`${scheme} ${width}: walked through`);
  }
} finally {
  await browser.close();
  server.closeAllConnections();
  server.close();
}
faults.forEach((fault) => console.error(fault));
console.log(faults.length === 0 ? 'no faults' : `${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);
