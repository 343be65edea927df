/** Characters of what a visitor writes; apart, because the embedded form carries them from its first byte. */
export const ticketLimits = {
  subject: 200,
  description: 5_000,
  /** RFC 5321: 64 + @ + 255, of which 254 may be used in a path. */
  email: 254,
} as const;

/** Every limit on input, once: validation, database checks, form counters and documents read them here. */
export const limits = {
  ...ticketLimits,
  message: 20_000,
  note: 20_000,
  reason: 500,
  name: 120,
  phone: 40,
  password: { min: 10, max: 128 },
  reference: 120,
  metadataBytes: 4_096,
  search: 200,
  customerCode: 40,
  files: { perMessage: 10, bytes: 10 * 1024 * 1024, nameLength: 200 },
  idempotencyKey: 255,
  sessionsPerRedemption: 50,
  packageServices: 50,
  sessionsPerService: 1_000,
  /** Minor units of any one amount or price: far below where whole numbers stop being exact. */
  money: 1_000_000_000_000,
  validDays: 3_660,
  validMonths: 120,
  reminderDays: 90,
  unusedDays: 3_650,
  /** Packages of one batch. */
  extendAtOnce: 50_000,
  letter: 5_000,
  /** To customers, by one salon within 24 hours. */
  lettersPerDay: 5_000,
  /** How long the links in a ticket's mails open it after it is closed. */
  ticketLinkDays: 30,
  reportMonths: 120,
  /** Requests with a larger body than this are refused before parsing (uploads have their own limit). */
  bodyBytes: 256 * 1024,
} as const;

/** Media types a file may have; decided by its bytes, never by its name. SVG and HTML can carry scripts and are left out. */
export const acceptedMediaTypes = [
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
  'application/pdf',
  'text/plain',
  'text/csv',
  'video/mp4',
  'video/webm',
  'video/quicktime',
  'audio/mpeg',
  'audio/mp4',
  'application/zip',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
] as const;
