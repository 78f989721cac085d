import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { SEARCH_ATTRIBUTES } from '../contract/search-attributes.ts';
import { findChromium, launchChromium } from './chromium.ts';
import { linkToList } from './web-ui-lists.ts';

// `npm run screenshots -- <key> <address of the Web UI> <address of the operators' page>`: the pictures in docs/images, of what `npm start`
// serves. It prints all three.
const [key = '', uiUrl = 'http://127.0.0.1:8233', pageUrl = 'http://127.0.0.1:8580'] = process.argv.slice(2);
const FOLDER = 'docs/images';
const ORDERS = `${SEARCH_ATTRIBUTES.state.name} IS NOT NULL`;
const IN_FALLOUT = `${SEARCH_ATTRIBUTES.state.name} = 'fallout'`;

/** As docs/operations.md says, as far as the picture is wide. */
const COLUMNS = { add: ['NbnState', 'NbnWaitingFor', 'NbnOrderStatus'], remove: ['Run ID', 'Start', 'End'] };

async function listOfOrders(page: Page): Promise<void> {
  await page.goto(linkToList(uiUrl, 'default', ORDERS));
  await page.getByTestId('workflows-summary-table-configuration-button').click();
  for (const name of COLUMNS.remove) await page.getByTestId(`orderable-list-item-${name}-remove-button`).click();
  for (const name of COLUMNS.add) await page.getByTestId(`orderable-list-item-${name}-add-button`).click();
  await page.getByTestId('drawer-close-button').click();
  await page.getByRole('cell', { name: 'fallout' }).first().waitFor();
}

async function orderInFallout(page: Page): Promise<void> {
  await page.goto(linkToList(uiUrl, 'default', IN_FALLOUT));
  await page
    .getByRole('link', { name: /-rejected$/ })
    .first()
    .click();
  await page.getByRole('tab', { name: 'User Metadata' }).click();
  // Markdown is shown in a frame of its own.
  await page.locator('iframe').last().contentFrame().getByText('A person must decide', { exact: true }).waitFor();
}

async function operatorsPage(page: Page): Promise<void> {
  await page.goto(pageUrl);
  await page.getByLabel('API key').fill(key);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page
    .getByRole('link', { name: /-rejected$/ })
    .first()
    .click();
  await page.getByText(/^retry: /).click();
}

const executablePath = await findChromium();
if (executablePath === undefined)
  throw new Error('There is no chromium on the PATH. On Debian: apt-get install chromium');
mkdirSync(FOLDER, { recursive: true });
const browser = await launchChromium(executablePath);
try {
  for (const { name, show, height } of [
    { name: 'orders.png', show: listOfOrders, height: 720 },
    { name: 'order.png', show: orderInFallout, height: 1080 },
    { name: 'operators-page.png', show: operatorsPage, height: 1080 },
  ]) {
    const page = await browser.newPage({ viewport: { width: 1360, height } });
    await show(page);
    await page.screenshot({ path: `${FOLDER}/${name}`, animations: 'disabled' });
    console.log(`${FOLDER}/${name}`);
  }
} finally {
  await browser.close();
}
