import type { PackageReport, ReportTable, RollForward } from '@bookinda/contracts/packages/package-report';
import { exportPackageReport, readPackageReport } from '@bookinda/contracts/packages/routes';
import { formatMoney } from '@bookinda/contracts/values';
import { html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { boneRows } from '../look/skeleton.js';
import { sheet } from '../look/styles.js';
import { todayIn } from '../packages/chosen-filter.js';
import { DeskElement } from '../shell/desk-element.js';
import { downloadWithProof } from '../shell/download.js';
import { ask, inTenant } from '../shell/here.js';
import { keepQuery, root } from '../shell/router.js';
import { refusalText } from '../shell/toasts.js';
import { type ChosenSpan, spanFromQuery, spanInput, usualSpan } from './chosen-span.js';
import './figures-table.js';
import './month-bars.js';
import { reportsScreenStyles } from './reports-screen.styles.js';
import './roll-picture.js';
import { monthName } from './scale.js';
import './span-chooser.js';

const steps: [keyof RollForward, string][] = [
  ['opening', ''],
  ['sold', '+'],
  ['redeemed', '−'],
  ['refunded', '−'],
  ['expired', '−'],
  ['closing', '='],
];

/** PK-18: what was sold, received, redeemed and is still owed, as pictures with their tables, by month and by template. */
@customElement('desk-reports')
export class ReportsScreen extends DeskElement {
  static override styles = [sheet, reportsScreenStyles];

  @state() private chosen: ChosenSpan = usualSpan;
  @state() private report: PackageReport | null = null;
  @state() private refusal = '';
  #asking?: AbortController;

  override connectedCallback(): void {
    super.connectedCallback();
    document.title = `${this.words.reports.title} · ${this.session.tenant.name}`;
    this.chosen = spanFromQuery(new URLSearchParams(location.search));
    this.#read();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#asking?.abort();
  }

  get #current(): string {
    return todayIn(this.session.tenant.timeZone).slice(0, 7);
  }

  async #read(): Promise<void> {
    this.#asking?.abort();
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    const input = spanInput(this.chosen, this.#current);
    if (!input) {
      this.refusal = this.words.reports.wrongSpan;
      return;
    }
    try {
      this.report = await ask(readPackageReport, input, { signal });
      this.refusal = '';
    } catch (error) {
      if (!signal.aborted) this.refusal = refusalText(error);
    }
  }

  #choose(chosen: ChosenSpan): void {
    this.chosen = chosen;
    keepQuery({ ...chosen, span: chosen.span === usualSpan.span ? '' : chosen.span });
    this.#read();
  }

  #money = (amount: number): string =>
    formatMoney({ amount, currency: this.report?.currency ?? this.session.tenant.currency }, this.language);

  override render() {
    const words = this.words.reports;
    return html`<div class="page stack">
      <h1>${words.title}</h1>
      <desk-span-chooser .chosen=${this.chosen} current=${this.#current} @desk-span=${(event: CustomEvent<ChosenSpan>) => this.#choose(event.detail)}></desk-span-chooser>
      <div role="alert">${this.refusal ? html`<p class="notice bad">${this.refusal}</p>` : nothing}</div>
      ${this.report ? this.#renderReport(this.report) : this.refusal ? nothing : boneRows(5, this.words.common.loading)}
    </div>`;
  }

  #renderReport(report: PackageReport) {
    const words = this.words.reports;
    const quiet = report.templates.length === 0;
    return html`${this.#renderNow(report)}
      ${quiet ? html`<div class="card empty"><h2>${words.none}</h2><p>${words.noneHint}</p></div>` : html`${this.#renderRoll(report)}${this.#renderMonths(report)}${this.#renderTemplates(report)}`}`;
  }

  #renderNow({ now }: PackageReport) {
    const words = this.words.reports;
    const tiles: [string, string][] = [
      [words.now.sessions, words.count(now.sessions)],
      [words.now.value, this.#money(now.value)],
      [words.now.paidValue, this.#money(now.paidValue)],
      [words.now.due, this.#money(now.due)],
    ];
    return html`<section class="card padded stack tight" aria-label=${words.today}>
      <div class="spread"><h2>${words.today}</h2><a class="small" href="${root}/packages/debts">${words.debts}</a></div>
      <dl class="tiles">${tiles.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
      <p class="quiet small">${words.nowHint(now.packages)}</p>
    </section>`;
  }

  #renderRoll({ from, to, total: { value, sessions } }: PackageReport) {
    const words = this.words.reports;
    const [first, last] = [monthName(from, this.language), monthName(to, this.language)];
    const label = words.picture(first, last, this.#money(value.opening), this.#money(value.closing));
    return html`<section class="card padded stack tight" aria-label=${words.roll}>
      <h2>${words.roll}</h2>
      <p class="quiet small">${first} – ${last} · ${words.rollHint}</p>
      <div class="roll">
        <desk-roll-picture .roll=${value} .say=${this.#money} label=${label}></desk-roll-picture>
        <table aria-label=${words.roll}>
          <thead><tr><th scope="col">${words.step}</th><th scope="col">${words.sessions}</th><th scope="col">${words.value}</th></tr></thead>
          <tbody>${steps.map(
            ([step, sign]) => html`<tr class=${step === 'opening' || step === 'closing' ? 'whole' : ''}>
              <th scope="row">${sign} ${words[step]}${step === 'refunded' || step === 'expired' ? html`<small>${words.hints[step]}</small>` : nothing}</th>
              <td>${sessions[step]}</td><td>${this.#money(value[step])}</td>
            </tr>`,
          )}</tbody>
        </table>
      </div>
    </section>`;
  }

  #renderMonths({ months, total, currency }: PackageReport) {
    const words = this.words.reports;
    const rows = months.map((figures) => ({ name: monthName(figures.month, this.language), figures }));
    return html`<section class="card padded stack" aria-label=${words.months}>
      <div class="spread"><h2>${words.months}</h2>${this.#renderCsv('months', words.csv)}</div>
      <desk-month-bars .months=${months} currency=${currency}></desk-month-bars>
      <desk-figures label=${words.months} subject=${words.month} currency=${currency} .rows=${rows} .total=${total}></desk-figures>
    </section>`;
  }

  #renderTemplates({ templates, total, currency }: PackageReport) {
    const words = this.words.reports;
    const rows = templates.map((figures) => ({ name: figures.template?.name ?? words.custom, figures }));
    return html`<section class="card padded stack" aria-label=${words.templates}>
      <div class="spread"><h2>${words.templates}</h2><span class="row">${this.#renderCsv('templates', words.csv)}${this.#renderCsv('cells', words.csvCells)}</span></div>
      <desk-figures label=${words.templates} subject=${words.template} currency=${currency} .rows=${rows} .total=${total}></desk-figures>
    </section>`;
  }

  /** The browser downloads it by itself. */
  #renderCsv(table: ReportTable, label: string) {
    const input = spanInput(this.chosen, this.#current);
    if (!input) return nothing;
    const query = new URLSearchParams({ ...input, table, language: this.language });
    return html`<a class="small" href=${inTenant(`${exportPackageReport.path}?${query}`)} download @click=${downloadWithProof}>${label}</a>`;
  }
}
