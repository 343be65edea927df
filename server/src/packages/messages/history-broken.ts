import type { Message } from '../../notifications/message.js';
import type { PackageFacts } from './package-facts.js';

/** PK-22: the salon's own address learns that a history was cut or edited. */
export const historyBroken: Message<PackageFacts> = {
  name: 'history-broken',
  on: ['history-broken'],
  to: ({ salon }) => [salon],
  says: {
    en: ({ name, customer, event }) => ({
      subject: `The history of a package does not hold: ${name}`,
      letter: {
        heading: `The history of ${name} (${customer}) was cut or edited`,
        paragraphs: [
          `Its chain breaks at step ${String(event.data['brokenAt'])}. The product itself never changes an entry: look who has access to the database.`,
        ],
      },
    }),
    hu: ({ name, customer, event }) => ({
      subject: `Egy bérlet története nem ép: ${name}`,
      letter: {
        heading: `Megváltoztatták vagy megcsonkították a történetet: ${name} (${customer})`,
        paragraphs: [
          `A lánc ennél a lépésnél szakad meg: ${String(event.data['brokenAt'])}. A program maga nem módosít bejegyzést: nézze meg, ki fér hozzá az adatbázishoz.`,
        ],
      },
    }),
  },
};
