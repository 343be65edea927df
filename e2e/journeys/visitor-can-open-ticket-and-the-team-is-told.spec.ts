import { expect, test } from '@playwright/test';
import { mailTo, readDemo } from '../stage/demo.ts';
import { ask, sentNumber, signIn, somebody } from './people.ts';

const salon = () => `${readDemo().hostPages}/salon?lang=en`;

test('BS-06 WX-01 a visitor attaches a pasted screenshot and a picked PDF, sends, and sees the number at once', async ({
  page,
}) => {
  const email = somebody();
  await page.goto(salon());
  const form = page.locator('bookinda-ticket-form');
  await form.getByText('Something is broken', { exact: true }).click();
  await form.getByLabel('E-mail').fill(email);
  await form.getByLabel('Subject').fill('Booking save error');
  await form.getByLabel('Tell us more').fill('Pressing save does nothing.');
  await pasteScreenshot(page);
  await expect(form.getByText('screenshot.png')).toBeVisible();
  await form.locator('input[type=file]').setInputFiles({
    name: 'invoice.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n'),
  });
  await expect(form.getByText('invoice.pdf')).toBeVisible();
  await form.getByRole('button', { name: 'Send' }).click();
  const number = await sentNumber(page);
  await expect(form.getByText(email)).toBeVisible();

  const toHer = await mailTo(email, number);
  expect(toHer.subject).toContain(number);
  const toTheTeam = await mailTo('team@aranyollo.example', number);
  expect(toTheTeam.subject).toContain(number);

  await signIn(page, 'aranyollo', 'AGENT');
  await page
    .getByRole('link', { name: new RegExp(number) })
    .first()
    .click();
  await expect(page.getByText('screenshot.png')).toBeVisible();
  await expect(page.getByText('invoice.pdf')).toBeVisible();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page
      .getByRole('link', { name: /invoice\.pdf/ })
      .first()
      .click(),
  ]);
  expect(download.suggestedFilename()).toBe('invoice.pdf');
});

test('WX-01 a draft survives a failed send and a reload, and is sent once', async ({ page }) => {
  const email = somebody();
  await page.goto(salon());
  const form = page.locator('bookinda-ticket-form');
  await form.getByText('Billing', { exact: true }).click();
  await form.getByLabel('E-mail').fill(email);
  await form.getByLabel('Subject').fill('Half written');
  await form.getByLabel('Tell us more').fill('It matters to me.');
  await page.context().setOffline(true);
  await form.getByRole('button', { name: 'Send' }).click();
  await expect(form.getByText(/offline/i).first()).toBeVisible();
  await page.context().setOffline(false);
  // Back online it may go out by itself; whatever happens, nothing is lost and nothing is doubled.
  const sent = await form
    .getByText(/TKT-\d{4,}/)
    .first()
    .waitFor({ timeout: 8_000 })
    .then(
      () => true,
      () => false,
    );
  if (!sent) {
    await page.reload();
    await expect(form.getByLabel('Subject')).toHaveValue('Half written');
    await form.getByRole('button', { name: 'Send' }).click();
  }
  const number = await sentNumber(page);
  await mailTo(email, number);
  const { mailbox } = readDemo();
  const mails = await (await page.request.get(`${mailbox}/api/mails?${new URLSearchParams({ to: email })}`)).json();
  expect(mails.items).toHaveLength(1);
});

test('WX-01 what is missing is said beside its field, and the summary leads there', async ({ page }) => {
  await page.goto(salon());
  const form = page.locator('bookinda-ticket-form');
  await form.getByRole('button', { name: 'Send' }).click();
  await expect(form.getByText('Please check this first')).toBeVisible();
  await form.getByRole('link', { name: /subject/i }).click();
  await expect(form.getByLabel('Subject')).toBeFocused();
  await form.getByLabel('E-mail').fill('not an address');
  await form.getByRole('button', { name: 'Send' }).click();
  await expect(form.getByText(/whole address/).first()).toBeVisible();
});

test('WX-05 the form speaks Hungarian on a Hungarian page and works by keyboard alone', async ({ page }) => {
  const email = somebody();
  await page.goto(`${readDemo().hostPages}/salon`);
  const form = page.locator('bookinda-ticket-form');
  await expect(form.getByText('Miben segíthetünk?')).toBeVisible();
  await form.getByRole('radio').first().focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Tab');
  await page.keyboard.type(email);
  await page.keyboard.press('Tab');
  await page.keyboard.type('Kérdés');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Hol lehet parkolni?');
  await expect(async () => {
    await page.keyboard.press('Tab');
    expect(await form.getByRole('button', { name: 'Küldés' }).evaluate((button) => button.matches(':focus'))).toBe(
      true,
    );
  }).toPass();
  await page.keyboard.press('Enter');
  const number = await sentNumber(page);
  expect((await mailTo(email, number)).text).toMatch(/[áéíóöőúüű]/);
});

test('a second ticket from the same page gets the next number', async ({ page }) => {
  await page.goto(salon());
  const first = await ask(page, { email: somebody(), subject: 'One', description: 'First' });
  await page.locator('bookinda-ticket-form').getByRole('button', { name: 'Write another' }).click();
  const second = await ask(page, { email: somebody(), subject: 'Two', description: 'Second' });
  expect(Number(second.slice(4))).toBe(Number(first.slice(4)) + 1);
});

/** Pastes a small picture as a browser does after a screenshot. */
async function pasteScreenshot(page: import('@playwright/test').Page): Promise<void> {
  await page
    .locator('bookinda-ticket-form')
    .getByLabel('Tell us more')
    .evaluate(async (field) => {
      const canvas = document.createElement('canvas');
      canvas.width = canvas.height = 8;
      canvas.getContext('2d')?.fillRect(0, 0, 8, 8);
      const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
      const clipboardData = new DataTransfer();
      if (blob) clipboardData.items.add(new File([blob], 'screenshot.png', { type: 'image/png' }));
      field.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData, bubbles: true, composed: true, cancelable: true }),
      );
    });
}
