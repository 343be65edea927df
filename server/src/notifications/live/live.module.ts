import { Module } from '@nestjs/common';
import { LiveHub } from './live-hub.js';

/** Server-sent events, for every feature that has a stream of its own. */
@Module({ providers: [LiveHub], exports: [LiveHub] })
export class LiveModule {}
