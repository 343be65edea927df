import { statusKinds } from '@bookinda/contracts/support/ticket-lifecycle';
import { expect, fixture, html } from '@open-wc/testing';
import './badge.js';
import { type Badge, shapeOfKind } from './badge.js';
import { adoptTints } from './tints.js';

describe('<desk-badge>', () => {
  adoptTints();

  it('is accessible', async () => {
    const badge = await fixture<Badge>(
      html`<desk-badge colour="yellow" shape="alert" label="Needs our reply"></desk-badge>`,
    );
    await expect(badge).to.be.accessible();
  });

  it('BS-04 tells a status by word and shape, not by colour alone', async () => {
    const badge = await fixture<Badge>(html`<desk-badge colour="green" shape="tick" label="Resolved"></desk-badge>`);
    expect(badge.shadowRoot?.textContent).to.contain('Resolved');
    expect(badge.shadowRoot?.querySelector('svg')?.getAttribute('aria-hidden')).to.equal('true');
    expect(new Set(statusKinds.map((kind) => shapeOfKind[kind])).size).to.equal(statusKinds.length);
  });
});
