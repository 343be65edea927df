import type { StatementWords } from './words.en.js';

export default {
  title: 'Kimutatás',
  asOf: 'Állapot: {day}',
  print: 'Nyomtatás',
  customer: 'Ügyfél',
  status: 'Állapot',
  price: 'Ár',
  paidOf: '{paid} / {price}',
  services: 'Szolgáltatások',
  serviceState: '{total} alkalomból {used} felhasználva, még {left}',
  steps: 'Lépések',
  when: 'Mikor',
  whatStep: 'Mi',
  with: 'Ki',
  sessions: 'Alkalom',
  leftHead: 'Maradt',
  money: 'Pénz',
  paidHead: 'Összesen fizetve',
  statementCheck: 'Aki ezt a kódot megőrzi, később megtudhatja, hogy előtte kivettek vagy átírtak-e egy lépést.',
  gathering: 'A kimutatás készül…',
  popups: 'A böngésző nem engedte az új lapot. Engedélyezze ezen az oldalon, és nyomja meg újra.',
} satisfies StatementWords;
