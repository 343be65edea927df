import { define } from '../embed-element.js';
import { TicketForm } from './ticket-form.js';

export type { TicketForm };

define('bookinda-ticket-form', TicketForm);
