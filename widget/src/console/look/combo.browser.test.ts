import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import './combo.js';
import type { Combo } from './combo.js';
import { adoptTints } from './tints.js';

const options = [
  { id: 'a', label: 'Massage' },
  { id: 'b', label: 'Manicure', detail: 'four' },
];

async function shown(more: { eager?: boolean } = {}): Promise<{ combo: Combo; input: HTMLInputElement }> {
  const combo = await fixture<Combo>(
    html`<desk-combo label="Service" ?eager=${more.eager ?? false} .options=${options}></desk-combo>`,
  );
  const input = combo.shadowRoot?.querySelector('input') as HTMLInputElement;
  input.focus();
  await combo.updateComplete;
  return { combo, input };
}

const press = (input: HTMLInputElement, key: string) =>
  input.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));

describe('<desk-combo>', () => {
  adoptTints();

  it('is accessible, closed and open', async () => {
    const { combo, input } = await shown();
    expect(input.getAttribute('aria-expanded')).to.equal('true');
    await expect(combo).to.be.accessible();
    press(input, 'Escape');
    await combo.updateComplete;
    expect(input.getAttribute('aria-expanded')).to.equal('false');
    await expect(combo).to.be.accessible();
  });

  it('takes an option by arrows and Enter, round the end', async () => {
    const { combo, input } = await shown();
    press(input, 'ArrowDown');
    press(input, 'ArrowUp');
    await combo.updateComplete;
    expect(input.getAttribute('aria-activedescendant')).to.equal('option-1');
    const picked = oneEvent(combo, 'desk-picked');
    press(input, 'Enter');
    expect(((await picked) as CustomEvent).detail).to.deep.equal(options[1]);
  });

  it('Enter with nothing picked gives the text; eager takes the first', async () => {
    const { combo, input } = await shown();
    input.value = 'Ma';
    input.dispatchEvent(new InputEvent('input', { bubbles: true }));
    const entered = oneEvent(combo, 'desk-entered');
    press(input, 'Enter');
    expect(((await entered) as CustomEvent).detail).to.equal('Ma');
    const other = await shown({ eager: true });
    const picked = oneEvent(other.combo, 'desk-picked');
    press(other.input, 'Enter');
    expect(((await picked) as CustomEvent).detail.id).to.equal('a');
  });

  it('takes an option by a click, and says what was typed', async () => {
    const { combo, input } = await shown();
    const typed = oneEvent(combo, 'desk-typed');
    input.value = 'Man';
    input.dispatchEvent(new InputEvent('input', { bubbles: true }));
    expect(((await typed) as CustomEvent).detail).to.equal('Man');
    const picked = oneEvent(combo, 'desk-picked');
    combo.shadowRoot?.querySelectorAll<HTMLElement>('[role=option]')[1]?.click();
    expect(((await picked) as CustomEvent).detail.id).to.equal('b');
  });
});
