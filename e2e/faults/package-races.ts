import { randomUUID } from 'node:crypto';
import {
  asIntegration,
  asMember,
  type SeededMember,
  type SeededPackage,
  seedCustomer,
  seedMember,
  seedPackages,
} from '../load/seed.ts';
import { type Answer, send } from './client.ts';
import type { Two } from './two-servers.ts';

/** Price of every seeded package, minor units: whole forints in each of its 8 or 16 parts. */
const price = 4_800_000;

/** A salon's people, its integration and a round of packages to quarrel about. */
export interface Quarrel {
  two: Two;
  reception: SeededMember;
  manager: SeededMember;
  receiver: string;
  packages: SeededPackage[];
}

/** `rounds` packages of `sessions` sessions, each for a round of its own. */
export async function openQuarrel(two: Two, rounds: number, sessions: number): Promise<Quarrel> {
  const { rig, tenant } = two;
  const [reception, manager] = [
    await seedMember(rig, tenant.id, 'salon', 'RECEPTION'),
    await seedMember(rig, tenant.id, 'salon', 'MANAGER'),
  ];
  const [owner, receiver] = [await seedCustomer(rig, tenant), await seedCustomer(rig, tenant)];
  return { two, reception, manager, receiver, packages: await seedPackages(rig, tenant, owner, rounds, sessions) };
}

type Asked = [headers: Record<string, string>, path: string, body: object, key?: string];

/** All at once, over both servers in turn. */
function atOnce({ two }: Quarrel, { id }: SeededPackage, asked: Asked[]): Promise<Answer[]> {
  return Promise.all(
    asked.map(([headers, path, body, key = randomUUID()], n) =>
      send('POST', `${two.url(n)}/v1/packages/${id}/${path}`, { headers, body, key }),
    ),
  );
}

function times<T>(count: number, make: () => T): T[] {
  return Array.from({ length: count }, make);
}

const integration = ({ two }: Quarrel) => asIntegration(two.tenant);
const owner = ({ two }: Quarrel) => asMember(two.tenant.owner);

/** The last session: redeemed in two sessions of the console and by an API key, corrected away, transferred. */
export function lastSession(quarrel: Quarrel, pack: SeededPackage): Promise<Answer[]> {
  const { service } = pack;
  const redeem = (headers: Record<string, string>): Asked => [headers, 'redemptions', { service, force: true }];
  const [desk, other, machine, manager] = [
    asMember(quarrel.reception),
    owner(quarrel),
    integration(quarrel),
    asMember(quarrel.manager),
  ];
  return atOnce(quarrel, pack, [
    ...times(2, () => redeem(desk)),
    [manager, 'transfers', { service, sessions: 1, customer: quarrel.receiver, reason: 'a gift' }],
    ...times(2, () => redeem(other)),
    [manager, 'corrections', { service, change: -1, reason: 'counted by hand' }],
    ...times(2, () => redeem(machine)),
    [other, 'corrections', { service, change: -1 }],
    [other, 'transfers', { service, sessions: 1, customer: quarrel.receiver, reason: 'a gift' }],
  ]);
}

/** An expired package: redeemed, restored and cancelled at once, and paid for. */
export function redeemCancelExpiry(quarrel: Quarrel, pack: SeededPackage): Promise<Answer[]> {
  const { service } = pack;
  const redeem = (): Asked => [integration(quarrel), 'redemptions', { service, force: true }];
  return atOnce(quarrel, pack, [
    redeem(),
    [owner(quarrel), 'expiry', { expiresOn: null, reason: 'we were closed' }],
    ...times(3, redeem),
    [asMember(quarrel.manager), 'cancellation', { reason: 'error' }],
    [asMember(quarrel.reception), 'payments', { amount: 1_000, method: 'cash' }],
    ...times(3, redeem),
  ]);
}

/** `callers` payments, each one of `parts` equal parts of the price; every fourth one is another's request sent again. */
export async function payAtOnce(
  quarrel: Quarrel,
  pack: SeededPackage,
  { callers, parts }: { callers: number; parts: number },
): Promise<{ answers: Answer[]; keys: string[] }> {
  const keys: string[] = [];
  for (let n = 0; n < callers; n++) keys.push(n % 4 === 3 ? (keys[n - 1] ?? '') : randomUUID());
  const headers = asMember(quarrel.reception);
  const asked = keys.map((key): Asked => [headers, 'payments', { amount: price / parts, method: 'card' }, key]);
  return { answers: await atOnce(quarrel, pack, asked), keys };
}

/** One redemption and one payment, each taken back by everybody at once. */
export async function undoAtOnce(
  quarrel: Quarrel,
  pack: SeededPackage,
): Promise<{ redemption: Answer[]; payment: Answer[] }> {
  const [redeemed, paid] = await atOnce(quarrel, pack, [
    [integration(quarrel), 'redemptions', { service: pack.service, force: true }],
    [owner(quarrel), 'payments', { amount: 5_000, method: 'cash' }],
  ]);
  const everybody = [asMember(quarrel.reception), owner(quarrel), integration(quarrel), asMember(quarrel.manager)];
  const undo = everybody.map((as): Asked => [as, `redemptions/${redeemed?.body.entry}/reversal`, {}]);
  const back = [owner(quarrel), asMember(quarrel.manager), integration(quarrel)].map(
    (as): Asked => [as, `payments/${paid?.body.step}/reversal`, {}],
  );
  const answers = await atOnce(quarrel, pack, [...undo, ...back]);
  return { redemption: answers.slice(0, undo.length), payment: answers.slice(undo.length) };
}
