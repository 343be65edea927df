import { expect, it } from '@jest/globals';
import { networkOf } from './guesses.js';

it('counts an IPv4 address as itself, also where IPv6 carries it', () => {
  expect(networkOf('192.0.2.7')).toBe('192.0.2.7');
  expect(networkOf('::ffff:192.0.2.7')).toBe('192.0.2.7');
});

it('counts all addresses of an IPv6 network as one, however they are written', () => {
  const network = networkOf('2001:db8:0:7::1');
  for (const address of [
    '2001:db8:0:7:ffff:1:2:3',
    '2001:0DB8:0000:0007::9',
    '2001:db8:0:7::',
    '2001:db8:0:7:0:0:0:1%eth0',
  ]) {
    expect([address, networkOf(address)]).toEqual([address, network]);
  }
  for (const address of ['2001:db8:0:8::1', '2001:db8::7', '::1', 'fe80::1'])
    expect(networkOf(address)).not.toBe(network);
});
