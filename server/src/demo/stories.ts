/** The stories the demo tells: what salons ask the platform, what customers bought. Words in Hungarian and English. */

export type Told = 'OPEN' | 'AWAITING_RESPONSE' | 'IN_PROGRESS' | 'RESOLVED' | 'CLOSED';

export interface TicketStory {
  category: string;
  status: Told;
  subject: string;
  /** Alternating: the requester's first message, the desk's answer, and so on; `note` is internal. */
  thread: { by: 'requester' | 'desk' | 'note'; text: string }[];
  /** Days before the first start. */
  daysAgo: number;
}

/** The five reasons a salon writes to the platform's team. */
export const supportStories: Record<'hu' | 'en', TicketStory[]> = {
  hu: [
    {
      category: 'TECHNICAL',
      status: 'AWAITING_RESPONSE',
      daysAgo: 1,
      subject: 'A foglalás mentése gomb nem működik',
      thread: [
        {
          by: 'requester',
          text: 'Amikor egy új időpontot mentenék, a gomb megnyomása után nem történik semmi. Chrome-ban és telefonon is így van, ma reggel óta. A képernyőn látszik, hogy a naptár nem frissül.',
        },
        { by: 'desk', text: 'Köszönjük, látjuk a hibát a naplóban. Melyik munkatárs naptárában próbálták?' },
        { by: 'requester', text: 'Mindegyikben, Béla és Anna naptárában is.' },
        { by: 'note', text: 'Ugyanaz, mint a múlt heti gyorsítótár-hiba. A fejlesztők szerint ma este kész.' },
      ],
    },
    {
      category: 'BILLING',
      status: 'RESOLVED',
      daysAgo: 4,
      subject: 'Miért van 27 % áfa a számlán, ha alanyi mentesek vagyunk?',
      thread: [
        {
          by: 'requester',
          text: 'A havi számlánkon 27 % áfa szerepel, pedig a szalon alanyi adómentes. Kérjük a javítását.',
        },
        { by: 'desk', text: 'Átállítottuk a szalon adóbeállítását, a javított számlát ma e-mailben küldjük.' },
      ],
    },
    {
      category: 'FEATURE_REQUEST',
      status: 'IN_PROGRESS',
      daysAgo: 9,
      subject: 'Heti statisztika PDF-ben',
      thread: [
        {
          by: 'requester',
          text: 'Jó lenne, ha a heti statisztikát PDF-ben is le lehetne tölteni: a könyvelőnek így tudnánk elküldeni.',
        },
        { by: 'desk', text: 'Jó ötlet, felvettük a listára. A termékcsapat jövő héten nézi át.' },
      ],
    },
    {
      category: 'OTHER',
      status: 'OPEN',
      daysAgo: 0,
      subject: 'Hogyan állítjuk be az SMS-küldést?',
      thread: [
        {
          by: 'requester',
          text: 'Most kezdtük használni a rendszert. Hol lehet bekapcsolni, hogy az ügyfelek SMS-t kapjanak az időpontjuk előtt egy nappal?',
        },
      ],
    },
    {
      category: 'BILLING',
      status: 'CLOSED',
      daysAgo: 30,
      subject: 'Vitatott SMS-kredit elszámolás',
      thread: [
        {
          by: 'requester',
          text: 'Szerintünk októberben 200 kredittel többet vontak le, mint amennyi üzenetet küldtünk. Kérünk részletes elszámolást.',
        },
        {
          by: 'desk',
          text: 'Átnéztük a naplót: 187 üzenet két részes volt, ezért számolt dupla kreditet. Csatoltan küldjük a listát; 13 kreditet jóváírtunk.',
        },
        { by: 'requester', text: 'Köszönjük, így rendben van.' },
      ],
    },
  ],
  en: [
    {
      category: 'TECHNICAL',
      status: 'IN_PROGRESS',
      daysAgo: 2,
      subject: 'Booking save button does not work',
      thread: [
        {
          by: 'requester',
          text: 'When we press save on a new booking nothing happens. Chrome and Safari, since this morning. No error is shown.',
        },
        { by: 'desk', text: 'Thank you for the details. We can reproduce it and are working on a fix.' },
      ],
    },
    {
      category: 'BILLING',
      status: 'AWAITING_RESPONSE',
      daysAgo: 3,
      subject: 'VAT status wrong on our invoice',
      thread: [
        {
          by: 'requester',
          text: 'Our monthly invoice carries VAT although the salon is exempt. Please correct it and send a new invoice.',
        },
        { by: 'desk', text: 'Could you send us your exemption number?' },
        { by: 'requester', text: 'Of course: IE-EX-20417.' },
      ],
    },
    {
      category: 'FEATURE_REQUEST',
      status: 'RESOLVED',
      daysAgo: 6,
      subject: 'Weekly statistics as PDF',
      thread: [
        { by: 'requester', text: 'A weekly statistics export as PDF would help us in the Monday meeting.' },
        { by: 'desk', text: 'It is planned for the next quarter; we will write when it is there.' },
      ],
    },
    {
      category: 'OTHER',
      status: 'OPEN',
      daysAgo: 0,
      subject: 'How do we set up SMS sending?',
      thread: [
        {
          by: 'requester',
          text: 'We have just started. Where do we switch on the reminder by text message a day before the appointment?',
        },
      ],
    },
    {
      category: 'BILLING',
      status: 'CLOSED',
      daysAgo: 40,
      subject: 'Credits charged twice?',
      thread: [
        { by: 'requester', text: 'We believe 200 credits too many were charged in the last month. Please check.' },
        {
          by: 'desk',
          text: 'We went through the log with you line by line: long messages count twice. We gave 13 credits back.',
        },
        { by: 'requester', text: 'Clear now, thank you.' },
      ],
    },
  ],
};

/** What visitors ask the salon itself. The Hungarian salon starts with an empty desk: the first ticket is yours. */
export const visitorStories: TicketStory[] = [
  {
    category: 'OTHER',
    status: 'OPEN',
    daysAgo: 0,
    subject: 'Do you have a changing table?',
    thread: [{ by: 'requester', text: 'I would come with a baby on Friday. Is there somewhere to change her?' }],
  },
  {
    category: 'BILLING',
    status: 'IN_PROGRESS',
    daysAgo: 1,
    subject: 'Receipt for my package',
    thread: [
      { by: 'requester', text: 'Could I have a receipt for the massage package with my company’s name on it?' },
      { by: 'desk', text: 'Gladly. What is the exact name and address?' },
    ],
  },
  {
    category: 'TECHNICAL',
    status: 'RESOLVED',
    daysAgo: 5,
    subject: 'The booking page does not load',
    thread: [
      { by: 'requester', text: 'The calendar stays empty on my phone.' },
      { by: 'desk', text: 'It was our mistake and works again. Sorry for the trouble.' },
    ],
  },
];

/** PK-21: a redemption she does not remember, waiting at the desk with its evidence. */
export const disputeStory = {
  customer: 'Niamh Walsh',
  words:
    'I was in Cork that week and did not come in. Could you have a look? I think somebody else was booked on my card.',
};

export interface PackageStory {
  customer: string;
  name: string;
  price: number;
  original?: number;
  paid: number[];
  boughtDaysAgo: number;
  /** Days from the first start to the last valid day; null = never expires. */
  expiresIn: number | null;
  services: { name: string; total: number; used: number }[];
  cancelled?: 'refund';
}

/** Whole units of the currency; the loader makes minor units of them. */
export const packageStories: Record<
  'hu' | 'en',
  { customers: { name: string; email: string | null; phone: string }[]; packages: PackageStory[] }
> = {
  hu: {
    customers: [
      { name: 'Kiss Éva', email: 'eva.kiss@vendeg.example', phone: '+36 30 555 0101' },
      { name: 'Nagy Anna', email: 'anna.nagy@vendeg.example', phone: '+36 30 555 0102' },
      { name: 'Szabó Judit', email: 'judit.szabo@vendeg.example', phone: '+36 30 555 0103' },
      { name: 'Tóth Márta', email: 'marta.toth@vendeg.example', phone: '+36 30 555 0104' },
      { name: 'Balogh Piroska', email: null, phone: '+36 30 555 0105' },
    ],
    packages: [
      // How many have I left? 3/5 used, at a glance.
      {
        customer: 'Kiss Éva',
        name: 'Arckezelés 5',
        price: 60_000,
        paid: [60_000],
        boughtDaysAgo: 60,
        expiresIn: 120,
        services: [{ name: 'Arckezelés', total: 5, used: 3 }],
      },
      {
        customer: 'Kiss Éva',
        name: 'Masszázs 10 + arckezelés 3',
        price: 45_000,
        original: 52_000,
        paid: [20_000],
        boughtDaysAgo: 79,
        expiresIn: 21,
        services: [
          { name: 'Masszázs', total: 10, used: 3 },
          { name: 'Arckezelés', total: 3, used: 1 },
        ],
      },
      {
        customer: 'Kiss Éva',
        name: 'Manikűr 4',
        price: 24_000,
        paid: [24_000],
        boughtDaysAgo: 200,
        expiresIn: -14,
        services: [{ name: 'Manikűr', total: 4, used: 2 }],
      },
      {
        customer: 'Kiss Éva',
        name: 'Hajvágás 3',
        price: 27_000,
        original: 30_000,
        paid: [27_000],
        boughtDaysAgo: 300,
        expiresIn: null,
        services: [{ name: 'Hajvágás', total: 3, used: 3 }],
      },
      {
        customer: 'Kiss Éva',
        name: 'Szolárium 10',
        price: 18_000,
        paid: [],
        boughtDaysAgo: 45,
        expiresIn: 90,
        services: [{ name: 'Szolárium', total: 10, used: 0 }],
        cancelled: 'refund',
      },
      // A redemption she does not remember: the history names date and staff.
      {
        customer: 'Nagy Anna',
        name: 'Masszázs 5',
        price: 38_000,
        paid: [38_000],
        boughtDaysAgo: 90,
        expiresIn: 60,
        services: [{ name: 'Masszázs', total: 5, used: 4 }],
      },
      // Expires next month: worth a call.
      {
        customer: 'Szabó Judit',
        name: 'Pedikűr 6',
        price: 42_000,
        paid: [42_000],
        boughtDaysAgo: 150,
        expiresIn: 33,
        services: [{ name: 'Pedikűr', total: 6, used: 2 }],
      },
      {
        customer: 'Szabó Judit',
        name: 'Utolsó alkalom',
        price: 12_000,
        paid: [12_000],
        boughtDaysAgo: 30,
        expiresIn: 60,
        services: [{ name: 'Szemöldök', total: 3, used: 2 }],
      },
      // Sold unpaid to a customer of many years, who pays a part at each visit.
      {
        customer: 'Tóth Márta',
        name: 'Masszázs 10',
        price: 70_000,
        paid: [5_000, 5_000, 5_000],
        boughtDaysAgo: 40,
        expiresIn: 140,
        services: [{ name: 'Masszázs', total: 10, used: 3 }],
      },
      {
        customer: 'Tóth Márta',
        name: 'Arckezelés 3',
        price: 36_000,
        paid: [],
        boughtDaysAgo: 3,
        expiresIn: 180,
        services: [{ name: 'Arckezelés', total: 3, used: 0 }],
      },
      // No address: her reminder is a call.
      {
        customer: 'Balogh Piroska',
        name: 'Pedikűr 6',
        price: 42_000,
        paid: [42_000],
        boughtDaysAgo: 150,
        expiresIn: 5,
        services: [{ name: 'Pedikűr', total: 6, used: 4 }],
      },
    ],
  },
  en: {
    customers: [
      { name: 'Aoife Byrne', email: 'aoife.byrne@guest.example', phone: '+353 85 555 0101' },
      { name: 'Niamh Walsh', email: 'niamh.walsh@guest.example', phone: '+353 85 555 0102' },
      { name: 'Emma Kelly', email: 'emma.kelly@guest.example', phone: '+353 85 555 0103' },
      { name: 'Nora Quinn', email: null, phone: '+353 85 555 0104' },
    ],
    packages: [
      {
        customer: 'Aoife Byrne',
        name: 'Facial 5',
        price: 300,
        paid: [300],
        boughtDaysAgo: 60,
        expiresIn: 120,
        services: [{ name: 'Facial', total: 5, used: 3 }],
      },
      {
        customer: 'Aoife Byrne',
        name: 'Massage 10 + facial 3',
        price: 640,
        original: 720,
        paid: [200],
        boughtDaysAgo: 79,
        expiresIn: 28,
        services: [
          { name: 'Massage', total: 10, used: 3 },
          { name: 'Facial', total: 3, used: 1 },
        ],
      },
      {
        customer: 'Niamh Walsh',
        name: 'Massage 5',
        price: 310,
        paid: [310],
        boughtDaysAgo: 90,
        expiresIn: 60,
        services: [{ name: 'Massage', total: 5, used: 4 }],
      },
      {
        customer: 'Niamh Walsh',
        name: 'Manicure 4',
        price: 120,
        paid: [120],
        boughtDaysAgo: 200,
        expiresIn: -10,
        services: [{ name: 'Manicure', total: 4, used: 1 }],
      },
      {
        customer: 'Emma Kelly',
        name: 'Pedicure 6',
        price: 210,
        paid: [50, 50],
        boughtDaysAgo: 50,
        expiresIn: 33,
        services: [{ name: 'Pedicure', total: 6, used: 2 }],
      },
      // No address: her reminder is a call.
      {
        customer: 'Nora Quinn',
        name: 'Manicure 6',
        price: 180,
        paid: [180],
        boughtDaysAgo: 150,
        expiresIn: 5,
        services: [{ name: 'Manicure', total: 6, used: 4 }],
      },
    ],
  },
};
