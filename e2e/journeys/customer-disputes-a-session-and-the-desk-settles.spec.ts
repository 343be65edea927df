import { type Browser, expect, type Locator, type Page, test } from '@playwright/test';
import { mailTo, readDemo } from '../stage/demo.ts';
import { card, ownName, profile, sell } from './packages.ts';
import { open, signIn, tenant } from './people.ts';

const who = 'Emma Kelly';
const emma = () => {
  const found = tenant('mayfair').customers.find(({ name }) => name === who);
  if (!found) throw new Error(`no customer ${who}`);
  return found;
};

/** Her card on the portal, its history open. */
async function portalCard(browser: Browser, name: string): Promise<Locator> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${readDemo().hostPages}/portal?customer=${emma().id}`);
  const own = page.locator('bookinda-package-card').filter({ hasText: name });
  await own.getByRole('button', { name: 'History' }).click();
  return own;
}

/** She asks about the newest step of her card; gives the number. */
async function dispute(own: Locator, words: string): Promise<string> {
  const newest = own.getByRole('list', { name: 'History' }).getByRole('listitem').first();
  await newest.getByRole('button', { name: /^Something wrong\?/ }).click();
  await own.getByRole('textbox', { name: 'What happened?' }).fill(words);
  await own.getByRole('button', { name: 'Send', exact: true }).click();
  const asked = newest.getByText(/TKT-\d{4,}/);
  await expect(asked).toBeVisible();
  return /TKT-\d+/.exec((await asked.textContent()) ?? '')?.[0] ?? '';
}

/** A package of her own with one session used, as reception sells it. */
async function soldAndUsed(page: Page, name: string): Promise<void> {
  await profile(page, who);
  const sold = await sell(page, { name, sessions: 3, price: '20', days: 60 });
  await sold.getByRole('button', { name: /^Redeem Facial/ }).click();
  await expect(sold.getByText('2/3 remaining')).toBeVisible();
}

test('PK-21 a customer disputes a session; the desk sees the ledger beside the thread and gives it back with its answer', async ({
  page,
  browser,
}) => {
  test.setTimeout(120_000);
  const name = ownName();
  await signIn(page, 'mayfair', 'RECEPTION');
  await soldAndUsed(page, name);
  const agent = await (await browser.newContext()).newPage();
  await signIn(agent, 'mayfair', 'AGENT');
  await open(agent, 'Tickets');

  const own = await portalCard(browser, name);
  const number = await dispute(own, 'I was in Cork that day.');
  await agent
    .getByRole('link', { name: new RegExp(number) })
    .first()
    .click();
  await expect(agent.getByRole('heading', { name: new RegExp(`${name}: redemption on`) })).toBeVisible();

  // Beside the thread: card, evidence, ledger. An agent may not refund, and reads why.
  const panel = agent.getByRole('complementary', { name: 'Package and customer' });
  await expect(panel.getByRole('heading', { name })).toBeVisible();
  await expect(panel.getByText('2/3 remaining')).toBeVisible();
  await expect(panel.getByText('Nothing has changed since.')).toBeVisible();
  await expect(panel.locator('[aria-current=true]')).toContainText('Redeemed Facial −1');
  await expect(agent.getByRole('radio', { name: 'Refund' })).toBeDisabled();
  await expect(agent.getByText(/^Refund: /)).toBeVisible();

  await agent.getByRole('textbox', { name: 'Reply' }).fill('You are right, sorry. The session is yours again.');
  await agent.getByRole('heading', { name: new RegExp(number) }).click();
  await agent.keyboard.press('s');
  await expect(agent.getByRole('radio', { name: 'Only answer' })).toBeFocused();
  await agent.keyboard.press('ArrowRight');
  await expect(agent.getByRole('radio', { name: 'Give session back' })).toBeChecked();
  await expect(agent.getByText('Facial: 1/3 → 0/3 used.')).toBeVisible();
  await expect(agent.getByText('The ticket is resolved.')).toBeVisible();
  await agent.getByRole('button', { name: 'Send and give back' }).click();

  // One act: thread, status, ledger, her card without a reload, and one mail.
  await expect(agent.getByText(/^1 session given back\. Facial: 0\/3 used\./)).toBeVisible();
  await expect(agent.getByTestId('ticket-status')).toContainText('Resolved');
  await expect(panel.getByText('This step was undone since.')).toBeVisible();
  await expect(panel.getByText(/^1 session given back: Facial/)).toBeVisible();
  await expect(own.getByText('3/3 remaining')).toBeVisible();
  await expect(own.getByRole('list', { name: 'History' }).getByRole('listitem').first()).toContainText(number);
  await expect.poll(async () => (await mailTo(emma().email, number)).text).toContain('1 session given back.');
  const mail = await mailTo(emma().email, number);
  expect(mail.text).toContain('The session is yours again.');
  const answers = await page.request.get(
    `${readDemo().mailbox}/api/mails?${new URLSearchParams({ to: emma().email, subject: `[${number}] Re:` })}`,
  );
  expect((await answers.json()).items).toHaveLength(1);

  // Both sides tell the same afterwards: the package's own history leads to the ticket.
  await page.reload();
  await card(page, name).getByText('History').click();
  const links = card(page, name).getByRole('link', { name: `Ticket ${number}` });
  await expect(links).toHaveCount(2);
  await links.first().click();
  await expect(page.getByRole('heading', { name: new RegExp(number) })).toBeVisible();
});

test('PK-21 a manager extends; what is wrong is said beside its field, and a second remedy is asked for knowingly', async ({
  page,
  browser,
}) => {
  test.setTimeout(120_000);
  const name = ownName();
  await signIn(page, 'mayfair', 'MANAGER');
  await soldAndUsed(page, name);
  const own = await portalCard(browser, name);
  const number = await dispute(own, 'You were closed when I came.');
  await open(page, 'Tickets');
  await page
    .getByRole('link', { name: new RegExp(number) })
    .first()
    .click();

  await page.getByRole('textbox', { name: 'Reply' }).fill('We were, for two weeks: they are added.');
  await page.getByRole('radio', { name: 'Extend' }).check();
  await page.getByRole('button', { name: 'Send and extend' }).click();
  await expect(page.getByText('Choose a day.')).toBeVisible();
  await page.getByRole('button', { name: '+14 days' }).click();
  const promised = /→ (.+)\.$/.exec((await page.getByText(/^Valid through .+ → /).textContent()) ?? '')?.[1] ?? '';
  await page.getByText('Resolve the ticket', { exact: true }).click();
  await page.getByRole('button', { name: 'Send and extend' }).click();
  await expect(page.getByText(/^Valid through .+ \(before: .+\)\./)).toBeVisible();
  await expect(page.getByTestId('ticket-status')).toContainText('In progress');
  await expect(own).toContainText(promised);

  await page.getByRole('textbox', { name: 'Reply' }).fill('And something for your patience.');
  await page.getByRole('radio', { name: 'Give session back' }).check();
  await expect(page.getByText('This ticket was settled already; this comes on top.')).toBeVisible();
  await page.getByRole('button', { name: 'Send and give back' }).click();
  await expect(own.getByText('3/3 remaining')).toBeVisible();
});
