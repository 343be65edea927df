/**
 * SQL: how long a mail may wait, and how old the event may be that it reports. A copy restored from a backup finds mails of any age in its outbox
 * and events without a mail; days later those mails would confuse. A mail server's outage of two nights passes.
 */
export const oldest = "interval '48 hours'";
