import { describe, expect, it } from '@jest/globals';
import { daysBetween } from '../values.js';
import { expiryTone, packageStatus } from './package-status.js';
import { paymentBadge } from './payment-badge.js';

describe('package status', () => {
  const facts = { cancelled: false, remaining: 1, expiresOn: '2028-02-29' };

  it('PK-05 in this order: Cancelled, Fully Used, Expired, Active', () => {
    expect(packageStatus({ cancelled: true, remaining: 0, expiresOn: '2020-01-01' }, '2028-03-01')).toBe('cancelled');
    expect(packageStatus({ ...facts, remaining: 0 }, '2028-03-01')).toBe('fully-used');
    expect(packageStatus(facts, '2028-03-01')).toBe('expired');
    expect(packageStatus(facts, '2028-02-28')).toBe('active');
  });

  it('PK-05 is valid through the whole expiry day, and for ever without one', () => {
    expect(packageStatus(facts, '2028-02-29')).toBe('active');
    expect(packageStatus({ ...facts, expiresOn: null }, '9999-12-31')).toBe('active');
  });

  it('PK-03 is green, amber within 30 days, red past', () => {
    const toneOn = (today: string) => expiryTone('2028-02-29', today, daysBetween(today, '2028-02-29'));
    expect(toneOn('2028-01-29')).toBe('green');
    expect(toneOn('2028-01-30')).toBe('amber');
    expect(toneOn('2028-02-29')).toBe('amber');
    expect(toneOn('2028-03-01')).toBe('red');
    expect(expiryTone(null, '2028-03-01', 0)).toBe('none');
  });

  it('PK-12 a final price of 0 is Paid; else by what was received', () => {
    expect(paymentBadge(0, 0)).toBe('paid');
    expect(paymentBadge(100, 0)).toBe('unpaid');
    expect(paymentBadge(100, 99)).toBe('partial');
    expect(paymentBadge(100, 100)).toBe('paid');
  });
});
