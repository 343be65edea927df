import { expect, test } from '@playwright/test';
import { mailTo, readDemo } from '../stage/demo.ts';
import { open, signIn } from './people.ts';

test('BS-01 BS-02 BS-04 a salon owner finds her tickets by tab, category and number, and the counts agree', async ({
  page,
}) => {
  await signIn(page, 'aranyollo', 'OWNER');
  await open(page, 'Support');
  await expect(page).toHaveURL(`${readDemo().console}/support`);
  const rows = page.locator('a[href*="/manager/support/"]');
  for (const name of ['All', 'Open', 'Closed']) {
    const tab = page
      .getByRole('tab', { name: new RegExp(`^${name}`) })
      .or(page.getByRole('link', { name: new RegExp(`^${name} `) }))
      .or(page.getByRole('button', { name: new RegExp(`^${name}`) }))
      .first();
    await tab.click();
    const count = Number(/\d+/.exec((await tab.textContent()) ?? '')?.[0]);
    await expect(rows).toHaveCount(count);
  }
  await page
    .getByRole('tab', { name: /^All/ })
    .or(page.getByRole('button', { name: /^All/ }))
    .first()
    .click();
  await expect(page.getByText('Waiting for support').first()).toBeVisible();
  const first = (await rows.first().textContent()) ?? '';
  const digits = /TKT-0*(\d+)/.exec(first)?.[1] ?? '';
  await page.getByRole('searchbox', { name: 'Search' }).fill(`tkt-${digits.padStart(4, '0')}`);
  await expect(rows).toHaveCount(1);
});

test('BS-06 BS-07 BS-10 she writes to the platform’s team, gets the answer live, closes and follows up', async ({
  page,
  browser,
}) => {
  test.setTimeout(90_000);
  const subject = `Why 27% VAT if exempt? ${Date.now()}`;
  await signIn(page, 'mayfair', 'OWNER');
  await open(page, 'Support');
  await page.getByRole('button', { name: 'New ticket' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.getByRole('radio', { name: 'Billing' }).check({ force: true });
  await page.getByRole('textbox', { name: 'Subject' }).fill(subject);
  await page.getByRole('textbox', { name: 'Description' }).fill('Our invoice carries VAT although we are exempt.');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(page.getByText(subject).first()).toBeVisible();
  await page.goto(`${readDemo().console}/support`);
  await page
    .getByRole('link', { name: new RegExp(subject.replace(/[?%]/g, '.')) })
    .first()
    .click();

  const agent = await (await browser.newContext()).newPage();
  await signIn(agent, 'bookinda', 'AGENT');
  await agent
    .getByRole('link', { name: new RegExp(subject.replace(/[?%]/g, '.')) })
    .first()
    .click();
  await agent.getByRole('textbox', { name: /reply/i }).fill('We corrected your tax setting.');
  await agent.getByRole('button', { name: 'Send reply' }).click();
  await expect(page.getByText('We corrected your tax setting.')).toBeVisible();

  const mail = await mailTo('hello@mayfair.example', 'Re: Why');
  expect(mail.text).toContain('We corrected your tax setting.');
  await page.getByRole('button', { name: 'Close ticket' }).first().click();
  await page.getByRole('button', { name: 'Close now' }).click();
  await page
    .getByRole('button', { name: 'Follow-up ticket' })
    .or(page.getByRole('link', { name: 'Follow-up ticket' }))
    .first()
    .click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.getByRole('radio', { name: 'Billing' }).check({ force: true });
  await page.getByRole('textbox', { name: 'Subject' }).fill('Again');
  await page.getByRole('textbox', { name: 'Description' }).fill('The new invoice is wrong too.');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(page.getByText(/Follow-up of TKT-/).first()).toBeVisible();
});

test('BS-11 staff have no support page, reception sees only its own', async ({ page, browser }) => {
  await signIn(page, 'aranyollo', 'STAFF');
  await expect(page.getByRole('navigation').getByRole('link', { name: /^Support/ })).toHaveCount(0);
  const reception = await (await browser.newContext()).newPage();
  await signIn(reception, 'aranyollo', 'RECEPTION');
  await open(reception, 'Support');
  await expect(reception.getByText('No tickets yet')).toBeVisible();
});
