import type { PageInput } from '../page.dto.js';
import type { Page } from '../page.js';
import { route } from '../route.js';
import type { TicketRow } from '../support/ticket.js';
import type { Customer } from './customer.js';
import type { ListCustomers } from './list-customers.dto.js';

export const listCustomers = route('list-customers', 'GET /v1/customers')
  .takes<ListCustomers>()
  .gives<Page<Customer>>();
export const readCustomer = route('read-customer', 'GET /v1/customers/{id}').gives<Customer>();
export const listCustomerTickets = route('list-customer-tickets', 'GET /v1/customers/{id}/tickets')
  .takes<PageInput>()
  .gives<Page<TicketRow>>();
