import { expect, type Page } from '@playwright/test';
import { hostPage, test } from './embed-page.ts';
import { card, type Stub } from './stub.ts';

const ours = 'bookinda-package-card';
const plain = 'plain-package-card';
const rounds = 9;

type Card = HTMLElement & { package: unknown };

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!;

async function open(page: Page, stub: Stub) {
  const head = `<script type="module" src="${stub.api}/plain/package-card.js"></script>`;
  await page.goto(stub.page('/', hostPage(stub, { head, script: 'package-card.js', html: '<div id="place"></div>' })));
  await page.waitForFunction(([a, b]) => customElements.get(a!) && customElements.get(b!), [ours, plain]);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable');
  const metric = async (name: string) =>
    (await devtools.send('Performance.getMetrics')).metrics.find((one) => one.name === name)!.value;
  return { metric, devtools };
}

/** Adds 100 cards and waits until they are on the screen. */
const add = (page: Page, tag: string) =>
  page.evaluate(
    async ([tag, data]) => {
      const cards = Array.from({ length: 100 }, (_, n) =>
        Object.assign(document.createElement(tag as string), { package: { ...(data as object), id: `p${n}` } }),
      );
      document.querySelector('#place')!.append(...cards);
      for (let frame = 0; frame < 2; frame++) await new Promise((next) => requestAnimationFrame(next));
    },
    [tag, card('p')] as const,
  );

/** Gives each of them a newer package. */
const update = (page: Page, tag: string, version: number) =>
  page.evaluate(
    async ([tag, data]) => {
      for (const one of document.querySelectorAll<Card>(tag as string)) one.package = structuredClone(data);
      for (let frame = 0; frame < 2; frame++) await new Promise((next) => requestAnimationFrame(next));
    },
    [
      tag,
      card('p', {
        version,
        services: [
          { id: 's', name: 'Massage', total: 10, used: version % 10, remaining: 10 - (version % 10) },
          { id: 't', name: 'Facial', total: 3, used: 1, remaining: 2 },
        ],
      }),
    ] as const,
  );

const clear = (page: Page) =>
  page.evaluate(async () => {
    document.querySelector('#place')!.replaceChildren();
    await new Promise((next) => requestAnimationFrame(next));
    (globalThis as unknown as { gc: () => void }).gc();
  });

test('100 cards: first render ≤ 0.6 and update of all ≤ 0.5 of the plain reference', async ({ page, stub }) => {
  test.setTimeout(180_000);
  const { metric } = await open(page, stub);
  const spent = async (act: () => Promise<unknown>) => {
    const before = await metric('TaskDuration');
    await act();
    return ((await metric('TaskDuration')) - before) * 1000;
  };
  const compared = async () => {
    const first: Record<string, number[]> = { [ours]: [], [plain]: [] };
    const again: Record<string, number[]> = { [ours]: [], [plain]: [] };
    // The first round warms both up and does not count.
    for (let round = 0; round <= rounds; round++) {
      for (const tag of round % 2 ? [ours, plain] : [plain, ours]) {
        const rendered = await spent(() => add(page, tag));
        const updated = await spent(() => update(page, tag, round + 2));
        if (round) {
          first[tag]!.push(rendered);
          again[tag]!.push(updated);
        }
        expect(await page.locator(tag).first().locator('progress').first().getAttribute('value')).toBe(
          String((round + 2) % 10),
        );
        await clear(page);
      }
    }
    return [told('first render of 100', first), told('update of 100', again)] as const;
  };
  // A machine that does something else at the same time may spoil a comparison; an element that is slow spoils each.
  let [first, again] = await compared();
  for (let more = 0; more < 2 && (first > 0.6 || again > 0.5); more++) [first, again] = await compared();
  expect(first).toBeLessThanOrEqual(0.6);
  expect(again).toBeLessThanOrEqual(0.5);
});

/** Says the medians and gives their ratio. */
function told(name: string, times: Record<string, number[]>): number {
  const ratio = median(times[ours]!) / median(times[plain]!);
  console.log(
    `    ${name}: ${median(times[ours]!).toFixed(1)} ms of ${median(times[plain]!).toFixed(1)} ms plain, ratio ${ratio.toFixed(2)}`,
  );
  return ratio;
}

test('a card costs at most 16 KiB, and nothing is left of 100 removed ones', async ({ page, stub }) => {
  const { metric } = await open(page, stub);
  const heap = async () => {
    await page.evaluate(() => (globalThis as unknown as { gc: () => void }).gc());
    return metric('JSHeapUsedSize');
  };
  await add(page, ours);
  await clear(page);
  const [empty, listeners] = [await heap(), await metric('JSEventListeners')];
  await add(page, ours);
  const perCard = ((await heap()) - empty) / 100 / 1024;
  console.log(`    memory per card: ${perCard.toFixed(1)} KiB`);
  expect(perCard).toBeLessThanOrEqual(16);
  expect(perCard, 'nothing measured').toBeGreaterThan(0.5);
  await page.evaluate((tag) => {
    Object.assign(globalThis, { traces: [...document.querySelectorAll(tag)].map((one) => new WeakRef(one)) });
  }, ours);
  await clear(page);
  // The collector may need more than one turn, but nothing may stay.
  const left = async () => {
    await heap();
    return page.evaluate(
      () => (globalThis as unknown as { traces: WeakRef<Element>[] }).traces.filter((trace) => trace.deref()).length,
    );
  };
  await expect.poll(left, { timeout: 15_000 }).toBe(0);
  expect(await metric('JSEventListeners')).toBe(listeners);
});

test('100 live cards ask once, listen once, move together, and leave no stream behind', async ({
  page,
  stub,
  exceptions,
}) => {
  for (let n = 0; n < 100; n++) stub.cards.set(`p${n}`, card(`p${n}`));
  await open(page, stub);
  await page.evaluate((tag) => {
    document.querySelector('#place')!.innerHTML = Array.from(
      { length: 100 },
      (_, n) => `<${tag} site-key="pk" token="t" package-id="p${n}"></${tag}>`,
    ).join('');
  }, ours);
  await page.waitForFunction((tag) => document.querySelectorAll(`${tag}:state(active)`).length === 100, ours);
  expect(stub.count('GET /v1/embed/packages')).toBe(1);
  expect(stub.openStreams).toBe(1);
  stub.cards.set('p7', card('p7', { version: 2, status: 'fully-used' }));
  stub.change('p7');
  await page.waitForFunction((tag) => document.querySelectorAll(`${tag}:state(fully-used)`).length === 1, ours);
  expect(stub.count('GET /v1/embed/packages')).toBe(2);
  await page.evaluate(() => document.querySelector('#place')!.replaceChildren());
  await expect.poll(() => stub.openStreams).toBe(0);
  expect(exceptions).toEqual([]);
});
