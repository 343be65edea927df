import { expect, it } from '@jest/globals';
import { networksOf } from './network.js';

const names = (address: string) => networksOf(address).map(({ name }) => name);

it('counts an IPv4 address as itself, also where IPv6 carries it', () => {
  for (const address of ['192.0.2.7', '::ffff:192.0.2.7', '::FFFF:c000:0207', '0:0:0:0:0:ffff:192.0.2.7'])
    expect([address, networksOf(address)]).toEqual([address, [{ name: '192.0.2.7', factor: 1 }]]);
});

it('counts all addresses of an IPv6 /64 as one, however they are written', () => {
  const network = names('2001:db8:0:7::1');
  for (const address of [
    '2001:db8:0:7:ffff:1:2:3',
    '2001:0DB8:0000:0007::9',
    '2001:db8:0:7::',
    '2001:db8:0:7:0:0:0:1%eth0',
    '2001:db8:0:7::192.0.2.1',
  ]) {
    expect([address, names(address)]).toEqual([address, network]);
  }
  for (const address of ['2001:db8:0:8::1', '2001:db8::7', '::1', 'fe80::1'])
    expect(names(address)[0]).not.toBe(network[0]);
});

it('counts the /64 of one /48 together, with ten times the limit', () => {
  const [, wide] = networksOf('2001:db8:1:7::1');
  expect(wide).toEqual({ name: '2001:db8:1::/48', factor: 10 });
  expect(networksOf('2001:db8:1:ffff::2')[1]).toEqual(wide);
  expect(networksOf('2001:db8:2:7::1')[1]).not.toEqual(wide);
});

it('takes what is no address as it is', () => {
  expect(names('unknown')).toEqual(['unknown']);
});
