import type { TicketDetail } from '@bookinda/contracts/support/ticket';
import { expect, fixture, html } from '@open-wc/testing';
import { adoptTints } from '../look/tints.js';
import { signedIn } from '../test/signed-in.test-support.js';
import './customer-panel.js';
import type { CustomerPanel } from './customer-panel.js';

const shown = (address: TicketDetail['address']) =>
  fixture<CustomerPanel>(
    html`<desk-customer-panel .ticket=${{ id: 't1', address, customer: null, requester: { name: 'Kiss Éva', email: 'eva@example.hu' } } as TicketDetail}></desk-customer-panel>`,
  );

describe('<desk-customer-panel>', () => {
  adoptTints();
  signedIn('AGENT');

  it('says beside name and address that nobody has confirmed them, and what not to do', async () => {
    const panel = await shown('unconfirmed');
    expect(panel.shadowRoot?.querySelector('desk-badge')?.getAttribute('label')).to.equal('Address not confirmed');
    expect(panel.shadowRoot?.textContent).to.contain('give back no money');
    await expect(panel).to.be.accessible();
  });

  it('says that the mailbox’s holder did not write, and nothing where the address is confirmed', async () => {
    const label = async (address: TicketDetail['address']) =>
      (await shown(address)).shadowRoot?.querySelector('desk-badge')?.getAttribute('label');
    expect(await label('disowned')).to.equal('Not written by this address');
    expect(await label('confirmed')).to.equal(undefined);
  });
});
