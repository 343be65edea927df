import type { CheckWords } from './words.en.js';

export default {
  checkHint:
    'A bérletről szóló levelekben ellenőrző kód áll. Illesszen be egyet, és kiderül, változott-e előtte bármi.',
  code: 'A levél kódja',
  verify: 'Ellenőrzés',
  now: 'A mostani kód',
  notCode: 'A kód 64 karakter: számjegyek és az a–f betűk.',
  unchecked: 'A kódot nem sikerült ellenőrizni. Próbálja újra.',
  known: 'Ez volt az állapot {n} lépés után ({max} lépésből); ami előtte történt, nem változott.',
  newest: 'Ez a mostani állapot: semmi sem változott, és semmi sem került hozzá.',
  first: 'Ez a kód az eladáskori állapot, az azóta tett {max} lépés előtt; az eladás nem változott.',
  unknown:
    'Ez a kód sosem tartozott ehhez az előzményhez. Erről a bérletről szól a levél? Akkor utólag változott valami: őrizze meg a levelet, és mutassa meg a szalon tulajdonosának.',
  broken:
    'Utólag kivették vagy átírták ezt: {n}. lépés ({max} közül). Őrizze meg a leveleit, és mutassa meg a szalon tulajdonosának.',
} satisfies CheckWords;
