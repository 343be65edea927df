import type { TicketRow } from '@bookinda/contracts/support/ticket';
import type { Category, Status } from '@bookinda/contracts/support/ticket-lifecycle';
import { localized } from '@bookinda/contracts/values';
import { html, nothing } from 'lit';
import '../look/badge.js';
import { shapeOfKind } from '../look/badge.js';

/** A desk's words and colours, as its staff or its requesters read them. */
export interface Vocabulary {
  statuses: Status[];
  categories: Category[];
}

/** The status in the words of `side`; an unknown code is shown as it is. */
export function statusBadge(vocabulary: Vocabulary | null, code: string, language: string, side: 'desk' | 'requester') {
  const status = vocabulary?.statuses.find((candidate) => candidate.code === code);
  if (!status) return html`<desk-badge label=${code}></desk-badge>`;
  const text = side === 'desk' ? status.label : status.requesterLabel;
  return html`<desk-badge colour=${status.colour} shape=${shapeOfKind[status.kind]} label=${localized(text, language)}></desk-badge>`;
}

/** The badge of an address that is not confirmed; nothing for a confirmed one. */
export function addressBadge(address: TicketRow['address'], words: Record<'unconfirmed' | 'disowned', string>) {
  if (address === 'confirmed') return nothing;
  const look = address === 'disowned' ? { colour: 'red', shape: 'alert' } : { colour: 'amber', shape: 'ring' };
  return html`<desk-badge colour=${look.colour} shape=${look.shape} label=${words[address]}></desk-badge>`;
}

export function statusWord(vocabulary: Vocabulary | null, code: string, language: string): string {
  const status = vocabulary?.statuses.find((candidate) => candidate.code === code);
  return status ? localized(status.label, language) : code;
}

export function categoryBadge(vocabulary: Vocabulary | null, code: string, language: string, plain = true) {
  const category = vocabulary?.categories.find((candidate) => candidate.code === code);
  return html`<desk-badge ?plain=${plain} colour=${category?.colour ?? 'gray'} shape="square" label=${category ? localized(category.label, language) : code}></desk-badge>`;
}

export function categoryWord(vocabulary: Vocabulary | null, code: string, language: string): string {
  const category = vocabulary?.categories.find((candidate) => candidate.code === code);
  return category ? localized(category.label, language) : code;
}
