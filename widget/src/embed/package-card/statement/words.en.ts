/** Texts of the printed statement, beside the history's. */
export const en = {
  title: 'Statement',
  asOf: 'As of {day}',
  print: 'Print',
  customer: 'Customer',
  status: 'Status',
  price: 'Price',
  paidOf: '{paid} of {price}',
  services: 'Services',
  serviceState: '{used} of {total} used, {left} left',
  steps: 'Steps',
  when: 'When',
  whatStep: 'What',
  with: 'Who',
  sessions: 'Sessions',
  leftHead: 'Left',
  money: 'Money',
  paidHead: 'Paid in all',
  statementCheck: 'Whoever keeps this code can find out later whether a step before it was cut or edited.',
  gathering: 'The statement is being put together…',
  popups: 'Your browser blocked the new page. Allow it for this site and press again.',
};

export type StatementWords = typeof en;
