import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import type { Badge } from '../look/badge.js';
import { adoptTints } from '../look/tints.js';
import { answering, stopAnswering } from '../test/answers.test-support.js';
import { cardWith } from '../test/package-card.test-support.js';
import { signedIn } from '../test/signed-in.test-support.js';
import type { CancelPackageDialog } from './cancel-package-dialog.js';
import './cancel-package-dialog.js';
import './freeze-package-dialog.js';
import type { FreezePackageDialog } from './freeze-package-dialog.js';
import type { PackageCare } from './package-care.js';
import './package-care.js';
import type { PackageView } from './package-view.js';
import './package-view.js';

const freeze = { from: '2026-11-20', until: '2026-12-03', now: true };

async function acts(role: 'OWNER' | 'RECEPTION' | 'STAFF', card = cardWith(7)): Promise<string[]> {
  signedIn(role);
  const element = await fixture<PackageCare>(html`<desk-package-care .card=${card}></desk-package-care>`);
  return [...(element.shadowRoot?.querySelectorAll('button') ?? [])].map((button) => button.textContent?.trim() ?? '');
}

describe('<desk-package-care>', () => {
  adoptTints();
  afterEach(stopAnswering);

  it('PK-19, PK-20 offers what the role and the package allow', async () => {
    expect(await acts('OWNER')).to.deep.equal(['Renew', 'Transfer sessions', 'Freeze', 'Cancel package']);
    expect(await acts('RECEPTION')).to.deep.equal(['Renew']);
    expect(await acts('STAFF')).to.deep.equal([]);
    expect(await acts('OWNER', cardWith(7, { freeze }))).to.deep.equal(['Renew', 'Thaw', 'Cancel package']);
    expect(await acts('OWNER', cardWith(0))).to.deep.equal(['Renew', 'Cancel package']);
    expect(await acts('OWNER', cardWith(3, { status: 'cancelled' }))).to.deep.equal(['Renew']);
  });

  it('PK-19 a frozen package says so beside its status and bars redemption', async () => {
    signedIn('OWNER');
    const card = cardWith(7, { freeze, expiresOn: '2027-01-10', daysLeft: 49 });
    const element = await fixture<PackageView>(html`<desk-package .card=${card}></desk-package>`);
    const badges = [...(element.shadowRoot?.querySelectorAll<Badge>('desk-badge') ?? [])].map(({ label }) => label);
    expect(badges).to.deep.equal(['Active', 'Frozen', 'Paid']);
    const redeem = element.shadowRoot?.querySelector('desk-redeem-session')?.shadowRoot;
    expect(redeem?.querySelector('button')?.textContent).to.contain('Package frozen');
    expect(redeem?.querySelector('button')?.getAttribute('aria-disabled')).to.equal('true');
    await expect(element).to.be.accessible();
  });

  it('PK-19 the dialog says what the days do to the expiry', async () => {
    signedIn('OWNER');
    const card = cardWith(7, { expiresOn: '2026-12-31', daysLeft: 39 });
    const dialog = await fixture<FreezePackageDialog>(html`<desk-freeze-package .card=${card}></desk-freeze-package>`);
    const effect = () => dialog.shadowRoot?.querySelector('[aria-live]')?.textContent?.trim();
    expect(effect()).to.equal('Until you thaw it; the days left are kept.');
    const until = dialog.shadowRoot?.querySelector<HTMLInputElement>('[name=until]');
    for (const [day, says] of [
      ['2026-12-01', '10 days: valid through 10 Jan 2027 instead.'],
      ['2026-11-21', ''],
    ] as const) {
      if (until) until.value = day;
      until?.dispatchEvent(new Event('change'));
      await dialog.updateComplete;
      expect(effect()).to.equal(says);
    }
    await expect(dialog).to.be.accessible();
  });

  it('PK-14 the cancel sheet says how what was used is rounded, and that the rest is to give back', async () => {
    signedIn('OWNER');
    const forints = (amount: number) => ({ amount, currency: 'HUF' });
    answering(() => ({ body: { paid: forints(1_000_100), usedValue: forints(500_100), fair: forints(500_000) } }));
    const card = cardWith(1, { price: forints(1_000_100), paid: forints(1_000_100) });
    const dialog = await fixture<CancelPackageDialog>(html`<desk-cancel-package .card=${card}></desk-cancel-package>`);
    await waitUntil(() => dialog.shadowRoot?.querySelector('dl'));
    const sums = [...(dialog.shadowRoot?.querySelectorAll('dd') ?? [])].map(({ textContent }) => textContent);
    expect(sums.map((sum) => sum?.replace(/\D/g, ''))).to.deep.equal(['10001', '5001', '5000']);
    expect(dialog.shadowRoot?.querySelector('dl + p')?.textContent?.replace(/\s/g, ' ')).to.equal(
      'The value of the used sessions is rounded to HUF 1; the rest of what was paid is to give back.',
    );
    await expect(dialog).to.be.accessible();
  });
});
