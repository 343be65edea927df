import type { Message } from '@bookinda/contracts/support/ticket';
import { expect, fixture, html } from '@open-wc/testing';
import { adoptTints } from '../look/tints.js';
import './ticket-thread.js';
import type { TicketThread } from './ticket-thread.js';

const message = (id: string, more: Partial<Message> = {}): Message => ({
  id,
  at: '2026-11-20T10:00:00.000Z',
  side: 'requester',
  internal: false,
  author: 'Éva',
  mine: false,
  body: 'Hello',
  attachments: [],
  ...more,
});
const files = { address: (id: string) => `/v1/files/${id}` };
const shown = (messages: Message[]) =>
  fixture<TicketThread>(html`<desk-thread .messages=${messages} .files=${files}></desk-thread>`);

describe('<desk-thread>', () => {
  adoptTints();

  it('is accessible', async () => {
    const all = [
      message('1'),
      message('2', { side: 'desk', internal: true }),
      message('3', { side: 'system', body: 'Closed' }),
    ];
    await expect(await shown(all)).to.be.accessible();
  });

  it('a message is text: markup in it stays visible, web addresses become links', async () => {
    const thread = await shown([
      message('1', { body: '<img src=x onerror=alert(1)> see https://salon.example/a?b=1. javascript:alert(1)' }),
    ]);
    const text = thread.shadowRoot?.querySelector('.text');
    expect(text?.querySelector('img')).to.equal(null);
    expect(text?.textContent).to.contain('<img src=x onerror=alert(1)>');
    const links = [...(text?.querySelectorAll('a') ?? [])].map((link) => link.getAttribute('href'));
    expect(links).to.deep.equal(['https://salon.example/a?b=1']);
  });

  it('CR-04 an internal note says that it is one', async () => {
    const thread = await shown([message('1', { internal: true, side: 'desk', author: 'Anna' })]);
    const article = thread.shadowRoot?.querySelector('article');
    expect(article?.getAttribute('aria-label')).to.match(/^Internal note by Anna/);
    expect(article?.textContent).to.contain('Internal note');
  });

  it('offers the messages before only when there are some', async () => {
    const thread = await shown([message('1')]);
    expect(thread.shadowRoot?.querySelector('.earlier')).to.equal(null);
    thread.earlier = 'cursor';
    await thread.updateComplete;
    expect(thread.shadowRoot?.querySelector('.earlier')).not.to.equal(null);
  });
});
