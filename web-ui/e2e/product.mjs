// Walks through the product itself (./start), not the mock: signs in by the one-time link, writes a script, runs it
// and reads its output, live. Usage: SIGN_IN_LINK=http://… node e2e/product.mjs [<directory for screenshots>]
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { chromium } from 'playwright-core';

const link = process.env.SIGN_IN_LINK;
if (!link)
  throw new Error('SIGN_IN_LINK is missing: take it from the output of ./start or ./start --sign-in-link');
const { origin } = new URL(link);
const shots = process.argv[2];
if (shots) mkdirSync(shots, { recursive: true });
const name = `Browser ${Date.now()}`;
const faults = [];

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1'],
});

async function shot(page, step) {
  if (shots) await page.screenshot({ path: join(shots, `${step}.png`), fullPage: true });
}

try {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 860 } })).newPage();
  page.setDefaultTimeout(20_000);
  page.on('request', (request) => {
    if (!request.url().startsWith(origin) && !request.url().startsWith('data:'))
      faults.push(`asked for ${request.url()}`);
  });
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) faults.push(message.text());
  });

  await page.goto(link);
  await page.getByRole('link', { name: 'New script' }).first().waitFor();
  console.log('signed in');
  await shot(page, 'scripts');

  await page.getByRole('link', { name: 'New script' }).first().click();
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page
    .getByRole('textbox', { name: 'Code' })
    .fill('import time\nfor i in range(20):\n    print("line", i, flush=True)\n    time.sleep(0.1)\n');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: `Run of ${name}` }).waitFor();
  await page.getByText('line 3', { exact: true }).waitFor();
  await shot(page, 'running');
  await page.getByText('line 19', { exact: true }).waitFor();
  await page.getByText('The script finished with exit code 0.').first().waitFor();
  console.log('read the output of the script');
  await shot(page, 'ended');

  await page.getByRole('link', { name: 'Script Runner' }).click();
  await page.getByRole('link', { name, exact: true }).waitFor();
  await shot(page, 'list');
  await page.getByRole('button', { name: `Delete ${name}` }).click();
  await page.getByRole('button', { name: 'Delete script' }).click();
  await page.getByText('Script deleted').waitFor();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByText('You have signed out').waitFor();
  console.log('signed out');
} finally {
  await browser.close();
}
faults.forEach((fault) => console.error(fault));
process.exit(faults.length === 0 ? 0 : 1);
