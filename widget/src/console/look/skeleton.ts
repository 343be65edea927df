import { html } from 'lit';

/** The shape of a list that is on its way. */
export function boneRows(count: number, label: string) {
  return html`<ul class="card rows" aria-busy="true" aria-label=${label}>
    ${Array.from({ length: count }, (_, index) => html`<li><div class="bone" style="width:${72 - (index % 3) * 14}%"></div><div class="bone" style="width:${40 - (index % 2) * 12}%"></div></li>`)}
  </ul>`;
}
