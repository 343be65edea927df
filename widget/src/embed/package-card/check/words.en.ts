/** Texts of the question whether a kept check code still fits. */
export const en = {
  checkHint:
    'Each mail about this package carries a check code. Paste one to see whether anything before it was changed.',
  code: 'Code from your mail',
  verify: 'Check',
  now: 'Check code now',
  notCode: 'A check code has 64 characters: digits and the letters a to f.',
  unchecked: 'The code could not be checked. Please try again.',
  known: 'This code was the state after step {n} of {max}; nothing before it was changed.',
  newest: 'This code is the state now; nothing was changed and nothing was added.',
  first: 'This code was the state at the sale (step 0 of {max}); the sale was not changed.',
  unknown:
    'This code never belonged to this history. Is the mail about this package? Then something was changed afterwards: keep the mail and show it to the salon’s owner.',
  broken: 'Step {n} of {max} was cut or edited afterwards. Keep your mails and show them to the salon’s owner.',
};

export type CheckWords = typeof en;
