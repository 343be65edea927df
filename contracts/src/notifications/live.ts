/**
 * A server-sent event: what happened, not its content. The client refetches what it shows of the subject.
 * Sent as `id: <event id>`, `event: change`, `data: <this as JSON>`.
 */
export interface LiveChange {
  id: string;
  /** `ticket-opened`, `desk-replied`, `redemption`, … */
  kind: string;
  ticket: string | null;
  package: string | null;
  customer: string | null;
}
