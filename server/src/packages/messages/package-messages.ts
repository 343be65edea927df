import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Messages } from '../../notifications/message.js';
import { CONFIG, type Config } from '../../platform/config.js';
import { historyBroken } from './history-broken.js';
import { packageExpired, packageExpiring } from './package-expiring.js';
import { type PackageFacts, packageFacts } from './package-facts.js';
import { packageFullyUsed } from './package-fully-used.js';
import { packagePaymentReceived } from './package-payment-received.js';
import { packagePurchased } from './package-purchased.js';

/** Everything a package says to people (PK-17, PK-22). */
@Injectable()
export class PackageMessages implements OnModuleInit {
  constructor(
    private readonly messages: Messages,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.messages.declare<PackageFacts>({
      facts: (db, events) => packageFacts(db, this.config, events),
      conversation: ({ id }) => `package-${id}`,
      messages: [
        packagePurchased,
        packagePaymentReceived,
        packageExpiring,
        packageExpired,
        packageFullyUsed,
        historyBroken,
      ],
    });
  }
}
