import { type DynamicModule, Module } from '@nestjs/common';
import { CustomersModule } from './customers/customers.module.js';
import { IdentityModule } from './identity/identity.module.js';
import { NotificationsModule } from './notifications/notifications.module.js';
import { PackagesModule } from './packages/packages.module.js';
import type { Config } from './platform/config.js';
import { PlatformModule } from './platform/platform.module.js';
import { SupportModule } from './support/support.module.js';
import { Ticket } from './support/tickets/ticket.entity.js';

/** The whole server. */
@Module({})
export class AppModule {
  static with(config: Config): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.with(config, [Ticket]),
        IdentityModule,
        CustomersModule,
        SupportModule,
        PackagesModule,
        NotificationsModule,
      ],
    };
  }
}
