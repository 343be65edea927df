import type { Instant, LocalDate } from '@bookinda/contracts/values';
import { Injectable } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';

/** The only source of "now". Tests bind one that stands still. */
@Injectable()
export class Clock {
  now(): Temporal.Instant {
    return Temporal.Now.instant();
  }

  /** RFC 3339 in UTC. */
  instant(): Instant {
    return this.now().toString({ smallestUnit: 'millisecond' });
  }

  /** The calendar day in `zone` (IANA), computed here once and passed to SQL: `current_date` would be UTC's. */
  today(zone: string): LocalDate {
    return this.now().toZonedDateTimeISO(zone).toPlainDate().toString();
  }
}

/** A clock that stands still until it is moved. */
export class StoppedClock extends Clock {
  constructor(private instantNow: Temporal.Instant = Temporal.Now.instant()) {
    super();
  }

  override now(): Temporal.Instant {
    return this.instantNow;
  }

  moveTo(instant: Instant): void {
    this.instantNow = Temporal.Instant.from(instant);
  }

  moveBy(duration: Temporal.DurationLike): void {
    this.instantNow = this.instantNow.add(duration);
  }
}
