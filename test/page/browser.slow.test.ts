import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { findChromium, launchChromium } from '../../local/chromium.ts';
import type { TestedApi } from '../api/api-stack.ts';
import { eventually } from '../eventually.ts';
import { activateInput, planChangeInput } from '../flows/inputs.ts';
import { startDevServerStack, type Stack } from '../stack.ts';
import { inFallout, startPage } from './page-stack.ts';

const HOSTILE = '<img src=x onerror=alert(1)> [press](javascript:alert(2))';

const executablePath = await findChromium();
// The page is tested without a browser too (page.test.ts). docs/operators-page.md says that these need Chromium.
const describeInBrowser = executablePath === undefined ? describe.skip : describe;

describeInBrowser('in a browser', () => {
  let stack: Stack;
  let api: TestedApi;
  let browser: Browser;
  let page: Page;
  /** What the browser complained of: a script that it was to run, or something that the policy forbids. */
  const complaints: string[] = [];

  beforeAll(async () => {
    stack = await startDevServerStack({ speed: 20_000 });
    api = await startPage(stack);
    browser = await launchChromium(executablePath ?? '');
    for (const [custNo, reference] of [
      [100001, 'T-oldest'],
      [100002, 'T-second'],
      [100003, 'T-third'],
    ] as const) {
      await inFallout(stack, custNo, reference);
    }
  });

  afterAll(async () => {
    await browser?.close();
    await api?.close();
    await stack?.stop();
  });

  beforeEach(async () => {
    page = await browser.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('dialog', (dialog) => {
      complaints.push(dialog.message());
      void dialog.dismiss();
    });
    await page.goto(api.url);
    await page.getByLabel('API key').fill(api.keys.operator);
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('heading', { name: 'Orders that need a person' }).waitFor();
  });

  afterEach(async () => {
    await page.close();
    expect(complaints).toEqual([]);
  });

  /** Violations, each with its place. */
  async function violations(): Promise<string[]> {
    // The page's own policy lets no script in, so this one comes by the debugger.
    await page.evaluate(axe.source);
    const { violations: found } = await page.evaluate(() => axe.run());
    return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  }

  test('the oldest order in fallout comes first; it is answered, and what became of it is told', async () => {
    expect(await page.getByRole('row').nth(1).textContent()).toContain('T-oldest');
    await page.getByRole('row').nth(1).getByRole('link').click();
    await page.getByText(/^retry: /).click();
    await page.getByLabel(/^planNo/).fill('1002');
    await page.getByRole('region', { name: 'A person must decide' }).getByLabel('Why').first().fill('ticket 4711');
    await page.getByRole('button', { name: 'retry' }).click();
    expect(await page.getByRole('status').textContent()).toMatch(
      /^Your answer, retry, was accepted\. The order is now /,
    );
    expect(await (await page.request.get(`${api.url}/`)).text()).not.toContain('T-oldest');
    await eventually(async () =>
      (await stack.orders.order('T-oldest').progress()).state === 'completed' ? true : undefined,
    );
  });

  test('several orders are answered at once, and what each became is told', async () => {
    for (const reference of ['T-second', 'T-third']) await page.getByLabel(`Choose ${reference}`).check();
    await page.getByRole('combobox', { name: 'Answer' }).selectOption('abandon');
    await page.getByLabel('Why').fill('ticket 4712');
    await page.getByRole('button', { name: 'Answer them' }).click();
    await page.getByRole('heading', { name: 'What each order became' }).waitFor();
    for (const reference of ['T-second', 'T-third']) {
      expect(await page.getByRole('row', { name: reference }).textContent()).toMatch(/abandon.*failed/);
    }
    expect(await violations()).toEqual([]);
  });

  test('an appointment is moved to a slot that Octane has', async () => {
    stack.runSandboxAt(0);
    const reference = 'T-moved';
    const order = await stack.orders.start(
      'activate',
      activateInput({
        reference,
        customer: { custNo: 990018 },
        address: { locationId: 'LOC380100010001' },
        appointment: { slotType: 'AM' },
        onFallout: 'wait',
      }),
    );
    const { appointment } = await eventually(async () => {
      const progress = await order.progress();
      return progress.appointment ? { appointment: progress.appointment } : undefined;
    });
    await page.goto(`${api.url}/orders/${reference}`);
    await page.getByText('Move the appointment').click();
    const slots = page.locator('form', { hasText: 'Free slots' });
    expect(await violations()).toEqual([]);
    await slots.getByRole('radio', { name: '(PM)' }).first().check();
    await slots.getByLabel('Why').fill('is home then');
    await slots.getByRole('button').click();
    expect(await page.getByRole('status').textContent()).toMatch(/^The appointment is now .* A[CEW][DS]?[ST]?T\.$/);
    const moved = (await order.progress()).appointment;
    expect(moved?.startTime).not.toBe(appointment.startTime);
    expect(stack.sandbox.records.ordersOf(990018).at(-1)?.appointment).toMatchObject({ slotType: 'PM' });
  });

  test('where Octane lists no slots, the page says why, and the first that fits can be taken', async () => {
    stack.sandbox.faults.set({ rules: [{ fault: 'status', httpStatus: 400, operations: ['queryTimeslots'] }] });
    await page.goto(`${api.url}/orders/T-moved`);
    await page.getByText('Move the appointment').click();
    expect(await page.getByRole('status').textContent()).toContain('could not be listed');
    stack.sandbox.faults.clear();
    await page.getByText('Or take the first slot that fits').click();
    const form = page.locator('form', { hasText: 'Half of the day' });
    await form.getByRole('combobox').selectOption('AM');
    await form.getByLabel('Why').fill('is home then');
    await form.getByRole('button').click();
    expect(await page.getByRole('status').textContent()).toMatch(/^The appointment is now/);
    expect(stack.sandbox.records.ordersOf(990018).at(-1)?.appointment).toMatchObject({ slotType: 'AM' });
  });

  test("a status of Octane's that is markup stays text", async () => {
    stack.runSandboxAt(0);
    stack.sandbox.faults.set({
      rules: [{ fault: 'rewrite', set: { orderStatus: HOSTILE }, operations: ['getOrder'] }],
    });
    const input = planChangeInput({ reference: 'T-hostile', service: { custNo: 100004 }, onFallout: 'wait' });
    const order = await stack.orders.start('planChange', input);
    await eventually(async () => ((await order.progress()).orderStatus?.includes('<img') ? true : undefined));
    await page.goto(`${api.url}/orders/T-hostile`);
    expect(await page.getByRole('main').textContent()).toContain('<img src=x onerror=alert(1)>');
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.getByRole('link', { name: 'press' }).count()).toBe(0);
    stack.sandbox.faults.clear();
  });

  test.each([
    { device: 'a desk', viewport: { width: 1280, height: 900 } },
    { device: 'a phone', viewport: { width: 390, height: 844 } },
  ])(
    'on the screen of $device every page is accessible, and no page is wider than it',
    async ({ device, viewport }) => {
      const reference = `T-${device === 'a desk' ? 'desk' : 'phone'}`;
      await inFallout(stack, device === 'a desk' ? 100005 : 100006, reference);
      await page.setViewportSize(viewport);
      for (const path of ['/', `/orders/${reference}`, '/orders?q=100001', '/overdue', '/orders/T-none', '/login']) {
        await page.goto(api.url + path);
        for (const closed of await page.locator('details').all()) await closed.locator('summary').click();
        expect(await violations()).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(viewport.width);
      }
    },
  );

  test('the queue is answered with the keyboard alone', async () => {
    await inFallout(stack, 100007, 'T-keys');
    await page.reload();
    const row = page.getByRole('row', { name: 'T-keys' });
    await row.getByRole('link').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'planChange T-keys' }).waitFor();
    await page.locator('summary', { hasText: /^abandon/ }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.type('ticket 4713');
    await page.keyboard.press('Enter');
    expect(await page.getByRole('status').textContent()).toContain('Your answer, abandon, was accepted.');
  });
});
