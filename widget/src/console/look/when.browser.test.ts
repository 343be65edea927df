import { expect, fixture, html } from '@open-wc/testing';
import { todayIn } from '../packages/chosen-filter.js';
import { here, nowHere } from '../shell/here.js';
import { signedIn } from '../test/signed-in.test-support.js';
import { dayOf, exact, relative, timeOf, type When } from './when.js';

function inZone(timeZone: string): void {
  signedIn('OWNER');
  const { session } = here;
  if (session?.tenant) nowHere({ session: { ...session, tenant: { ...session.tenant, timeZone } } });
}

describe('dates in the salon’s zone', () => {
  const instant = '2026-01-31T23:30:00.000Z';
  const day = Date.parse('2026-03-01T12:00:00Z');

  it('are those of the salon, wherever the device is', () => {
    inZone('Pacific/Kiritimati');
    expect([exact(instant, 'en'), timeOf(instant, 'en')]).to.deep.equal(['1 Feb 2026, 13:30', '13:30']);
    expect([dayOf(instant, 'en'), relative(instant, 'en', day)]).to.deep.equal(['1 Feb 2026', '1 Feb']);
  });

  it('show in the device’s zone where the browser does not know the salon’s', async () => {
    inZone('Europe/Nowhere');
    const device = (options: Intl.DateTimeFormatOptions) =>
      new Intl.DateTimeFormat('en-GB', options).format(new Date(instant));
    expect(exact(instant, 'en')).to.equal(device({ dateStyle: 'medium', timeStyle: 'short' }));
    expect(timeOf(instant, 'en')).to.equal(device({ timeStyle: 'short' }));
    expect(dayOf(instant, 'en')).to.equal(device({ dateStyle: 'medium' }));
    expect(relative(instant, 'en', day)).to.equal(device({ day: 'numeric', month: 'short' }));
    expect(todayIn('Europe/Nowhere', new Date(instant))).to.match(/^2026-0[12]-\d\d$/);
    const element = await fixture<When>(html`<desk-when .at=${instant}></desk-when>`);
    expect(element.shadowRoot?.querySelector('time')?.textContent).to.not.equal('');
  });
});
