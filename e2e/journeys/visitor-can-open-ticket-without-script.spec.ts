import { expect, test } from '@playwright/test';
import { mailTo, readDemo } from '../stage/demo.ts';
import { somebody } from './people.ts';

test.use({ javaScriptEnabled: false });

test('WX-01 without script a visitor checks the message, sends it, and says by the mail’s link that it was not her', async ({
  page,
}) => {
  const { hostPages, api } = readDemo();
  const email = somebody();
  const host = await (await page.request.get(`${hostPages}/salon?lang=en`)).text();
  const siteKey = /pk_[\w-]+/.exec(host)?.[0] ?? '';
  // The host page as its author would write it for people without script, on the origin that the key allows.
  await page.route(`${hostPages}/plain`, (route) =>
    route.fulfill({
      contentType: 'text/html; charset=utf-8',
      body: `<!doctype html><title>Salon</title><form method="post" action="${api}/v1/embed/plain-tickets">
        <input type="hidden" name="siteKey" value="${siteKey}"><input type="hidden" name="language" value="en"><input type="hidden" name="type" value="OTHER">
        <label>E-mail <input name="email"></label><label>Subject <input name="subject"></label>
        <label>Message <textarea name="description"></textarea></label><button>Send</button></form>`,
    }),
  );
  await page.goto(`${hostPages}/plain`);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Subject').fill('Opening hours');
  await page.getByLabel('Message').fill('Are you open on "Sunday"?\nAnd on Monday?');
  await page.getByRole('button', { name: 'Send' }).click();

  await expect(page.getByRole('heading', { name: 'Is everything right?' })).toBeVisible();
  await expect(page.getByText('Are you open on "Sunday"?')).toBeVisible();
  // A press that comes faster than a person can read is asked to wait; the fields are kept.
  await expect(async () => {
    await page.getByRole('button', { name: 'Send' }).click();
    const said = page.getByRole('heading', { name: /TKT-\d{4,} is on its way/ });
    if (!(await said.isVisible())) await page.goBack();
    await expect(said).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await expect(page.getByRole('link', { name: 'Back to ' })).toHaveAttribute('href', `${new URL(hostPages).origin}/`);
  const number = /TKT-\d+/.exec((await page.getByRole('heading').textContent()) ?? '')?.[0] ?? '';

  const receipt = await mailTo(email, number);
  expect(receipt.subject).toContain(number);
  for (const words of ['Opening hours', 'Sunday', 'Monday'])
    expect(receipt.text + receipt.subject).not.toContain(words);
  const link = /http\S+\/v1\/disown\/\S+/.exec(receipt.text)?.[0] ?? '';
  await page.goto(link);
  await page.getByRole('button', { name: 'This was not me' }).click();
  await expect(page.getByText(`${number} is closed`)).toBeVisible();
});
