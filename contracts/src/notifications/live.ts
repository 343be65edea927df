/**
 * A server-sent event: what happened, not its content. The client refetches what it shows of the subject.
 * Sent as `id: <event id>`, `event: change`, `data: <this as JSON>`. After a break of more than an hour, or of 500 changes and more, the
 * stream sends `event: resync` once instead: whatever is shown may be old and should be read again.
 */
export interface LiveChange {
  id: string;
  /** `ticket-opened`, `desk-replied`, `redemption`, … */
  kind: string;
  ticket: string | null;
  package: string | null;
  customer: string | null;
}
