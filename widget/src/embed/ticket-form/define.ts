import { define } from '../embed-element.js';
import { TicketForm } from './ticket-form.js';

export type { TicketForm };

declare global {
  interface HTMLElementTagNameMap {
    'bookinda-ticket-form': TicketForm;
  }
}

define('bookinda-ticket-form', TicketForm);
