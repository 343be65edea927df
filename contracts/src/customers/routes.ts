import type { PageInput } from '../page.dto.js';
import type { Page } from '../page.js';
import { route } from '../route.js';
import type { TicketRow } from '../support/ticket.js';
import type { Customer } from './customer.js';
import type { CustomerCode } from './customer-code.js';
import type { FindByCode } from './find-by-code.dto.js';
import type { ListCustomers } from './list-customers.dto.js';

export const listCustomers = route('list-customers', 'GET /v1/customers')
  .takes<ListCustomers>()
  .gives<Page<Customer>>();
export const readCustomer = route('read-customer', 'GET /v1/customers/{id}').gives<Customer>();
export const listCustomerTickets = route('list-customer-tickets', 'GET /v1/customers/{id}/tickets')
  .takes<PageInput>()
  .gives<Page<TicketRow>>();
/** PK-07: the code the customer shows at the desk; made anew when the one before is over. */
export const showOwnCode = route('show-own-code', 'POST /v1/embed/customer-code').gives<CustomerCode>();
/** PK-07: whose code this is; `not-found` for one that is over, unknown or another salon's. */
export const findByCode = route('find-by-code', 'GET /v1/customer-by-code').takes<FindByCode>().gives<Customer>();
