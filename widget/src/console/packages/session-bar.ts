import type { PackageService } from '@bookinda/contracts/packages/package';
import { html } from 'lit';
import type { Words } from '../words/en.js';

/** PK-04: `7/10 remaining` and a bar whose fill is the used part. */
export function sessionBar(service: PackageService, words: Words) {
  const used = service.total === 0 ? 0 : (service.used / service.total) * 100;
  return html`<div class="sessions">
    <span class="service">${service.name}</span>
    <span class="number quiet">${words.packages.remaining(service.remaining, service.total)}</span>
    <span class="bar" role="img" aria-label=${words.packages.usedOf(service.used, service.total)}><span class="fill" style="width:${used}%"></span></span>
  </div>`;
}
