import type { FieldError, ProblemCode } from '@bookinda/contracts/problem';
import { expect, fixture, html } from '@open-wc/testing';
import { customElement } from 'lit/decorators.js';
import { ProblemError } from '../../platform/problem-error.js';
import { DeskForm } from './desk-form.js';

@customElement('test-form')
class TestForm extends DeskForm {
  override render() {
    return html`<input name="amount" aria-label="Amount" /><input name="day" aria-label="Day" />`;
  }
  go = (wrong: Record<string, string>, act: () => Promise<void>) => this.attempt(wrong, act);
  get state() {
    const { key, errors, refusal, busy } = this;
    return { key, errors, refusal, busy };
  }
}

const problem = (status: number, code: ProblemCode, errors: FieldError[] = []) =>
  new ProblemError(status, { title: code, code, errors });

describe('DeskForm', () => {
  const open = () => fixture<TestForm>(html`<test-form></test-form>`);

  it('PK-12 keeps the key of an intent for as long as nobody knows whether it happened', async () => {
    const form = await open();
    const { key } = form.state;
    for (const error of [new ProblemError(0), problem(503, 'unavailable'), problem(409, 'in-progress')])
      await form.go({}, () => Promise.reject(error));
    expect(form.state.key).to.equal(key);
    await form.go({}, () => Promise.reject(problem(409, 'over-payment')));
    expect(form.state.key).not.to.equal(key);
    expect(form.state.busy).to.equal(false);
  });

  it('says what is wrong beside its field and leads there, whoever found it; tries once at a time', async () => {
    const form = await open();
    let tries = 0;
    const count = async () => {
      tries += 1;
    };
    await form.go({ day: 'over' }, count);
    expect(tries).to.equal(0);
    expect(form.shadowRoot?.activeElement?.getAttribute('name')).to.equal('day');
    await form.go({}, () =>
      Promise.reject(problem(400, 'invalid-input', [{ path: 'amount', code: 'new', message: 'Not this.' }])),
    );
    expect(form.state).to.include({ refusal: '' });
    expect(form.state.errors).to.deep.equal({ amount: 'Not this.' });
    expect(form.shadowRoot?.activeElement?.getAttribute('name')).to.equal('amount');
    const { promise, resolve } = Promise.withResolvers<void>();
    const first = form.go({}, () => promise);
    await form.go({}, count);
    resolve();
    await first;
    expect(tries).to.equal(0);
  });
});
