/**
 * SQL: how long a mail may wait, and how long ago what it tells of may be. A copy restored from a backup finds mails of any age in its outbox
 * and events nobody was told of; days later they would confuse. A mail server's outage of two nights passes.
 */
export const oldest = "interval '48 hours'";
