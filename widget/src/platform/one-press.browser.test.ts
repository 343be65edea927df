import { expect, fixture, html } from '@open-wc/testing';
import { onePressOneAct } from './one-press.js';

const held = (key: string, more: KeyboardEventInit = {}) =>
  new KeyboardEvent('keydown', { key, repeat: true, bubbles: true, cancelable: true, composed: true, ...more });
const clicked = (detail: number) =>
  new MouseEvent('click', { detail, bubbles: true, cancelable: true, composed: true });

describe('onePressOneAct', () => {
  let end: () => void;
  beforeEach(() => {
    end = onePressOneAct(window);
  });
  afterEach(() => end());

  it('B1 a held Enter or space presses no button again, in shadow roots too; the first press counts', async () => {
    const place = await fixture(html`<div></div>`);
    const root = place.attachShadow({ mode: 'open' });
    root.innerHTML = '<button>Redeem</button><input><textarea></textarea>';
    const [button, input, area] = root.children as unknown as HTMLElement[];
    let heard = 0;
    place.addEventListener('keydown', () => heard++);
    expect(button!.dispatchEvent(held('Enter', { repeat: false }))).to.equal(true);
    expect(heard).to.equal(1);
    for (const [target, key, more] of [
      [button, 'Enter', {}],
      [button, ' ', {}],
      [input, 'Enter', {}],
      [area, 'Enter', { ctrlKey: true }],
      [area, 'Enter', { metaKey: true }],
    ] as const)
      expect([key, target!.dispatchEvent(held(key, more))]).to.deep.equal([key, false]);
    expect(heard).to.equal(1);
    for (const [target, key] of [
      [area, 'Enter'],
      [area, ' '],
      [input, ' '],
      [input, 'x'],
      [button, 'ArrowDown'],
    ] as const)
      expect([key, target!.dispatchEvent(held(key))]).to.deep.equal([key, true]);
  });

  it('B1 the second click of a double click is none; two presses are two; a stepper takes quick ones', async () => {
    const place = await fixture(
      html`<div><button id="act"><b>Redeem</b></button><button id="more" data-quick>+</button><p>text</p></div>`,
    );
    const acts: string[] = [];
    place.addEventListener('click', (event) => acts.push((event.target as Element).textContent ?? ''));
    for (const detail of [1, 2, 3, 1, 0, 0]) place.querySelector('b')?.dispatchEvent(clicked(detail));
    expect(acts).to.have.length(4);
    for (const detail of [1, 2]) place.querySelector('#more')?.dispatchEvent(clicked(detail));
    place.querySelector('p')?.dispatchEvent(clicked(2));
    expect(acts).to.have.length(7);
  });
});
