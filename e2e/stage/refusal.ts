/** Something the person at the keyboard can put right; its message is the one line printed before exit 1. */
export class Refusal extends Error {}
