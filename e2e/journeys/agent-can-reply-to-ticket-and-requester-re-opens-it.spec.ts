import { expect, test } from '@playwright/test';
import { mailTo, readDemo } from '../stage/demo.ts';
import { ask, open, signIn, somebody } from './people.ts';

test('BS-05 BS-07 BS-10 a ticket arrives without a reload, is answered, re-opened by a reply and closed; the activity shows every step', async ({
  page,
  browser,
}) => {
  test.setTimeout(120_000);
  const email = somebody();
  await signIn(page, 'aranyollo', 'AGENT');
  await open(page, 'Tickets');

  const visitor = await (await browser.newContext()).newPage();
  await visitor.goto(`${readDemo().hostPages}/salon?lang=en`);
  const subject = `Booking save error ${email.slice(8, 16)}`;
  const number = await ask(visitor, { email, subject, description: 'Pressing save does nothing.' });

  // It arrives by itself; looking changes nothing.
  const row = page.getByRole('link', { name: new RegExp(number) }).first();
  await expect(row).toBeVisible();
  await row.click();
  await expect(page.getByRole('heading', { name: new RegExp(subject) })).toBeVisible();
  await expect(page.getByText('Open', { exact: true }).first()).toBeVisible();
  await page.reload();
  await expect(page.getByText('Open', { exact: true }).first()).toBeVisible();

  await page.getByRole('button', { name: 'Take' }).click();
  await page
    .getByRole('tab', { name: 'Internal note' })
    .or(page.getByRole('button', { name: 'Internal note' }))
    .or(page.getByRole('radio', { name: 'Internal note' }))
    .first()
    .click();
  await page.getByRole('textbox', { name: /note|Only your team/i }).fill('Same as last week?');
  await page.getByRole('button', { name: 'Add note' }).click();
  await expect(page.getByText('Same as last week?')).toBeVisible();
  await page
    .getByRole('tab', { name: 'Reply' })
    .or(page.getByRole('button', { name: 'Reply', exact: true }))
    .or(page.getByRole('radio', { name: 'Reply' }))
    .first()
    .click();
  await page.getByRole('textbox', { name: /reply/i }).fill('Which browser do you use?');
  await page.getByRole('button', { name: 'Send reply' }).click();
  await expect(page.getByText('In progress').first()).toBeVisible();

  const reply = await mailTo(email, 'TKT');
  expect(reply.subject).toContain(number);
  await expect.poll(async () => (await mailTo(email, number)).text).toContain('Which browser do you use?');
  expect((await mailTo(email, number)).text).not.toContain('Same as last week?');

  // Resolve with a reply, and come back through the mail's link.
  await page.getByRole('textbox', { name: /reply/i }).fill('Fixed, please try again.');
  await page.getByRole('button', { name: 'Send and resolve' }).click();
  const choice = page
    .getByRole('menuitem', { name: 'Done' })
    .or(page.getByRole('option', { name: 'Done' }))
    .first();
  if (await choice.isVisible().catch(() => false)) await choice.click();
  await expect(page.getByText('Resolved').first()).toBeVisible();
  await expect.poll(async () => (await mailTo(email, number)).text).toContain('Fixed, please try again.');
  const link = /http\S+\/ticket#\S+/.exec((await mailTo(email, number)).text)?.[0] ?? '';
  await visitor.goto(link);
  await expect(visitor.getByText('Fixed, please try again.')).toBeVisible();
  await expect(visitor.getByText('Same as last week?')).toHaveCount(0);
  await visitor.getByRole('textbox').last().fill('Still the same.');
  await visitor.getByRole('button', { name: 'Reply and re-open' }).click();
  await expect(page.getByText('Needs our reply').first()).toBeVisible();
  await expect(page.getByText('Still the same.')).toBeVisible();

  // Live the other way too, then the visitor closes.
  await page.getByRole('textbox', { name: /reply/i }).fill('Now it is really fixed.');
  await page.getByRole('button', { name: 'Send reply' }).click();
  await expect(visitor.getByText('Now it is really fixed.')).toBeVisible();
  await visitor.getByRole('button', { name: 'Close ticket' }).first().click();
  await visitor.getByRole('button', { name: 'Close now' }).click();
  await expect(page.getByText('Closed', { exact: true }).first()).toBeVisible();

  await page.locator('summary', { hasText: 'Activity' }).click();
  for (const step of ['opened the ticket', 'changed the assignee', 'added a note', 'replied', 'closed the ticket']) {
    await expect(page.getByText(step).first()).toBeVisible();
  }

  // What comes back later is a new ticket that knows the old one.
  await visitor.getByRole('button', { name: 'Follow-up ticket' }).click();
  await visitor.getByRole('textbox', { name: 'Description' }).fill('It is back since the update.');
  await visitor.getByRole('button', { name: 'Send' }).click();
  await expect(visitor.getByText(`Follow-up of ${number}`)).toBeVisible();
  await expect(visitor.getByText('It is back since the update.')).toBeVisible();

  // The desk ends the links of the ticket: what one opened leaves the screen, and following it says what to do.
  await visitor.goto(link);
  await expect(visitor.getByText('Fixed, please try again.')).toBeVisible();
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'End the links of this ticket' }).click();
  await expect(page.getByText('Links in earlier mails open nothing any more')).toBeVisible();
  await expect(visitor.getByRole('heading', { name: 'This link has ended' })).toBeVisible();
  await visitor.reload();
  await expect(visitor.getByRole('heading', { name: 'This link has ended' })).toBeVisible();
  await expect(visitor.getByText('Please open the newest mail about this ticket.')).toBeVisible();
  await expect(visitor.getByText('Fixed, please try again.')).toHaveCount(0);
  await page.reload();
  await page.locator('summary', { hasText: 'Activity' }).click();
  await expect(page.getByText('ended the links of the ticket')).toBeVisible();
});

test('BS-05 by keyboard alone Enter does what has the focus: a row, a tab, a button', async ({ page }) => {
  await signIn(page, 'mayfair', 'AGENT');
  await open(page, 'Tickets');
  await page.getByRole('link', { name: /TKT-0001/ }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: /TKT-0001/ })).toBeVisible();
  await page.goBack();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: /TKT-/ })).toBeVisible();
  await page.goBack();
  await page.keyboard.press('j');
  await page.getByRole('button', { name: 'New ticket' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
});
