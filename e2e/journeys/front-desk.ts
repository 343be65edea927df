import { writeFile } from 'node:fs/promises';
import type { CustomerCode } from '@bookinda/contracts/customers/customer-code';
import { expect, type Locator, type Page } from '@playwright/test';
import { readDemo } from '../stage/demo.ts';
import { tenant } from './people.ts';

/** The code that customer's portal shows now. */
export async function shownCode(page: Page, slug: 'aranyollo' | 'mayfair', name: string): Promise<CustomerCode> {
  const { siteKey, customers } = tenant(slug);
  const token = customers[customers.findIndex((one) => one.name === name)]?.token ?? '';
  const { api, hostPages } = readDemo();
  const headers = { authorization: `Bearer ${siteKey}`, origin: hostPages, 'x-customer-token': token };
  const answer = await page.request.post(`${api}/v1/embed/customer-code`, { headers });
  expect(answer.ok()).toBe(true);
  return answer.json();
}

/** The front desk's search field. */
export function finder(page: Page): Locator {
  return page.getByRole('combobox', { name: 'Find a customer' });
}

/** What a camera sees that looks at the drawn code: a film of one picture, as Chromium's pretended camera takes it. */
export async function filmOf({ size, path }: CustomerCode['drawing'], file: string): Promise<void> {
  const [width, height, scale] = [640, 480, 12];
  const light = Buffer.alloc(width * height, 235);
  const [left, top] = [(width - size * scale) >> 1, (height - size * scale) >> 1];
  for (const [, x, y, run] of path.matchAll(/M(\d+) (\d+)h(\d+)v1/g))
    for (let row = 0; row < scale; row++) {
      const from = (top + Number(y) * scale + row) * width + left + Number(x) * scale;
      light.fill(16, from, from + Number(run) * scale);
    }
  const frame = Buffer.concat([Buffer.from('FRAME\n'), light, Buffer.alloc((width * height) / 2, 128)]);
  const head = Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`);
  await writeFile(file, Buffer.concat([head, ...Array.from({ length: 10 }, () => frame)]));
}
