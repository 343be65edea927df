import { Module } from '@nestjs/common';
import { TenantDay } from '../identity/tenant-day.js';
import { FindByCode } from './find-by-code.js';
import { ListCustomerTickets } from './list-customer-tickets.js';
import { ListCustomers } from './list-customers.js';
import { ReadCustomer } from './read-customer.js';
import { ShowOwnCode } from './show-own-code.js';

/** Whom a tenant serves: people, and for the platform's desk the salons. */
@Module({
  controllers: [ListCustomers, ReadCustomer, ListCustomerTickets, ShowOwnCode, FindByCode],
  providers: [TenantDay],
})
export class CustomersModule {}
