/** Everything the salon's site says; `hu` is the original. */
const hu = {
  title: 'Aranyolló Szalon, Budapest VII.',
  other: { code: 'en', label: 'English' },
  menu: { services: 'Szolgáltatások', packages: 'Bérletek', team: 'Csapat', contact: 'Kapcsolat', portal: 'Bérleteim' },
  hero: {
    heading: 'Jó kezekben a haja. És Ön is.',
    text: 'Fodrászat, kozmetika és masszázs a Klauzál tér sarkán. Huszonkét éve ugyanazok a székek, mindig friss kávé.',
    act: 'Írjon nekünk',
    second: 'Árak',
  },
  services: {
    heading: 'Szolgáltatások',
    note: 'Az árak forintban értendők, a mosás és a szárítás mindig benne van.',
    list: [
      ['Női vágás', '60 perc', '14 500 Ft'],
      ['Férfi vágás', '40 perc', '8 900 Ft'],
      ['Tőfestés', '90 perc', '19 000 Ft'],
      ['Balayage', '180 perc', '48 000 Ft'],
      ['Arckezelés', '60 perc', '16 500 Ft'],
      ['Svédmasszázs', '50 perc', '13 000 Ft'],
    ],
  },
  packages: {
    heading: 'Bérlettel jobban jár',
    text: 'Tíz svédmasszázs kilenc áráért, fél évig. Hogy hány alkalom maradt, bármikor megnézheti a saját oldalán: nincs több elveszett papírkártya.',
    act: 'Bérleteim megnyitása',
  },
  team: {
    heading: 'Akik várják',
    list: [
      ['Varga Ilona', 'alapító, fodrászmester'],
      ['Kis Dorka', 'színek és balayage'],
      ['Nemes Áron', 'férfi frizurák'],
      ['Somogyi Réka', 'kozmetika, masszázs'],
    ],
  },
  contact: {
    heading: 'Kapcsolat',
    text: 'Kérdése van egy időpontról, számláról vagy a bérletéről? Írja meg itt, és rögtön kap egy ügyszámot. Képet és fájlt is csatolhat.',
    fallback: 'Az űrlaphoz JavaScript kell. Írjon ide is:',
    hours: 'Nyitvatartás',
    times: [
      ['Hétfő–péntek', '9–19'],
      ['Szombat', '9–14'],
      ['Vasárnap', 'zárva'],
    ],
    where: 'Hol vagyunk',
    address: '1072 Budapest, Klauzál tér 6.',
  },
  foot: 'Bemutató oldal: az Aranyolló Szalon kitalált.',
};

export type SalonWords = typeof hu;

const en: SalonWords = {
  title: 'Aranyolló Salon, Budapest VII',
  other: { code: 'hu', label: 'Magyar' },
  menu: { services: 'Services', packages: 'Packages', team: 'Team', contact: 'Contact', portal: 'My packages' },
  hero: {
    heading: 'Your hair in good hands. And so are you.',
    text: 'Hair, skin and massage on the corner of Klauzál square. The same chairs for twenty-two years, the coffee always fresh.',
    act: 'Write to us',
    second: 'Prices',
  },
  services: {
    heading: 'Services',
    note: 'Prices are in forint; washing and drying are always included.',
    list: [
      ['Women’s cut', '60 min', '14,500 Ft'],
      ['Men’s cut', '40 min', '8,900 Ft'],
      ['Root colour', '90 min', '19,000 Ft'],
      ['Balayage', '180 min', '48,000 Ft'],
      ['Facial', '60 min', '16,500 Ft'],
      ['Swedish massage', '50 min', '13,000 Ft'],
    ],
  },
  packages: {
    heading: 'A package pays off',
    text: 'Ten Swedish massages for the price of nine, valid for half a year. See how many are left on your own page at any time: no more lost paper cards.',
    act: 'Open my packages',
  },
  team: {
    heading: 'Who awaits you',
    list: [
      ['Ilona Varga', 'founder, master hairdresser'],
      ['Dorka Kis', 'colour and balayage'],
      ['Áron Nemes', 'men’s hair'],
      ['Réka Somogyi', 'skin and massage'],
    ],
  },
  contact: {
    heading: 'Contact',
    text: 'A question about an appointment, a bill or your package? Write it here and you get a number at once. You can attach pictures and files.',
    fallback: 'The form needs JavaScript. You can also write to',
    hours: 'Opening hours',
    times: [
      ['Monday–Friday', '9–19'],
      ['Saturday', '9–14'],
      ['Sunday', 'closed'],
    ],
    where: 'Where we are',
    address: 'Klauzál tér 6, 1072 Budapest',
  },
  foot: 'A demonstration page: Aranyolló Salon is made up.',
};

export const salonWords = { hu, en };
