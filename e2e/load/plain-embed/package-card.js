/**
 * The package card as one would write it without a library: one template string per card, drawn anew at each change. It does what
 * `<bookinda-package-card>` does and is what its figures are measured against; it is not offered to anybody.
 */
const words = {
  en: {
    active: 'Active',
    expired: 'Expired',
    'fully-used': 'Fully used',
    cancelled: 'Cancelled',
    unpaid: 'Unpaid',
    partial: 'Partially paid',
    paid: 'Paid',
    bought: 'Bought',
    expires: 'Expires',
    ended: 'Expired',
    never: 'No expiry',
    used: (n, max) => `${n}/${max} services used`,
    remaining: (n, max) => `${n}/${max} remaining`,
    bar: (name, n, max) => `${name}: ${n} of ${max} used`,
    empty: 'There is no package to show here.',
    error: 'The package could not be loaded.',
    retry: 'Try again',
    loading: 'Loading the package',
  },
  hu: {
    active: 'Aktív',
    expired: 'Lejárt',
    'fully-used': 'Felhasználva',
    cancelled: 'Törölve',
    unpaid: 'Nincs fizetve',
    partial: 'Részben fizetve',
    paid: 'Fizetve',
    bought: 'Vásárlás',
    expires: 'Lejárat',
    ended: 'Lejárt',
    never: 'Nem jár le',
    used: (n, max) => `${n}/${max} alkalom felhasználva`,
    remaining: (n, max) => `${n}/${max} maradt`,
    bar: (name, n, max) => `${name}: ${max} alkalomból ${n} felhasználva`,
    empty: 'Itt nincs megjeleníthető bérlet.',
    error: 'A bérletet nem sikerült betölteni.',
    retry: 'Újra',
    loading: 'A bérlet betöltése',
  },
};

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
:host{display:block;max-inline-size:40em;--green:light-dark(#11683a,#6fdc9b);--red:light-dark(#b3261e,#ff9d94);--amber:light-dark(#8f4700,#ffb86b);--gray:light-dark(#50535e,#b6bac6);--blue:light-dark(#1d4ed8,#93b4ff)}
.base{container-type:inline-size;display:flex;flex-direction:column;gap:1em;padding:1.25em;border:1px solid light-dark(#dcdae3,#3d3b46);border-radius:12px;background:light-dark(#fff,#1c1b21);color:light-dark(#1d1c22,#f1f0f5);font:inherit;line-height:1.5;font-variant-numeric:tabular-nums}
*{box-sizing:border-box}.row{display:flex;flex-wrap:wrap;align-items:center;gap:.5em .75em}.between{justify-content:space-between}
.name{flex:1 1 8em;font-size:1.2em;font-weight:650}.price{font-size:1.2em;font-weight:650}s,.term,.count{color:light-dark(#5c5a66,#aeacb8);font-weight:400}
.badge{display:inline-flex;align-items:center;gap:.45em;padding:.15em .7em;border-radius:9em;background:color-mix(in srgb,var(--tone) 12%,light-dark(#fff,#1c1b21));color:var(--tone);font-size:.875em;font-weight:600}
.badge::before{content:'';inline-size:.65em;block-size:.65em;border:.12em solid;border-radius:50%;background:currentColor}.ring::before{background:none}.half::before{background:linear-gradient(90deg,currentColor 50%,#0000 0)}.square::before{border-radius:1px}.diamond::before{border-radius:0;rotate:45deg}.bar::before{block-size:.2em;border-radius:0}
.green{--tone:var(--green)}.red{--tone:var(--red)}.amber{--tone:var(--amber)}.gray{--tone:var(--gray)}.blue{--tone:var(--blue)}.tone{color:var(--tone);font-weight:600}
.details{gap:.25em 1.5em}.services{display:grid;gap:.9em}progress{display:block;appearance:none;inline-size:100%;block-size:.6em;margin-block-start:.35em;border:0;border-radius:9em;background:light-dark(#e4e2ec,#3a3842);overflow:hidden}::-webkit-progress-bar{background:none}::-webkit-progress-value{border-radius:9em;background:light-dark(#4a3fb0,#a79dff)}
button{font:inherit;padding:.4em 1.25em;border-radius:8px}
`);

const badges = {
  active: 'green full',
  expired: 'red diamond',
  'fully-used': 'blue square',
  cancelled: 'gray bar',
  unpaid: 'red ring',
  partial: 'amber half',
  paid: 'green full',
};

const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const safe = (text) => String(text).replace(/[&<>"]/g, (sign) => entities[sign]);

const formats = new Map();
const format = (name, build) => {
  if (!formats.has(name)) formats.set(name, build());
  return formats.get(name);
};
const money = ({ amount, currency }, lang) =>
  format(
    `m${currency}${lang}`,
    () =>
      new Intl.NumberFormat(lang, {
        style: 'currency',
        currency,
        ...(currency === 'HUF' && { maximumFractionDigits: 0 }),
      }),
  ).format(amount / 100);
const day = (date, lang) =>
  format(`d${lang}`, () => new Intl.DateTimeFormat(lang, { dateStyle: 'medium', timeZone: 'UTC' })).format(
    Date.parse(date),
  );
const distance = (days, lang) =>
  format(`r${lang}`, () => new Intl.RelativeTimeFormat(lang, { numeric: 'auto' })).format(days, 'day');

/** Cards of one caller: one request, one stream. */
const sources = new Map();

class Source {
  cards = new Set();
  wanted = new Set();

  constructor(api, key, token) {
    this.api = api;
    this.headers = { authorization: `Bearer ${key}`, 'x-customer-token': token };
  }

  join(card) {
    this.cards.add(card);
    this.want(card.packageId);
    if (!this.end) this.listen();
  }

  leave(card) {
    this.cards.delete(card);
    if (!this.cards.size) this.end?.abort();
    if (!this.cards.size) this.end = undefined;
  }

  want(id) {
    this.wanted.add(id);
    this.timer ??= setTimeout(async () => {
      const ids = [...this.wanted];
      this.wanted.clear();
      this.timer = undefined;
      try {
        const answer = await fetch(`${this.api}/v1/embed/packages?ids=${ids.join()}`, { headers: this.headers });
        const { items } = await answer.json();
        for (const card of this.cards)
          if (ids.includes(card.packageId)) card.receive(items.find((item) => item.id === card.packageId));
      } catch {
        for (const card of this.cards) card.fail();
      }
    });
  }

  async listen() {
    this.end = new AbortController();
    const { signal } = this.end;
    for (let last = ''; !signal.aborted; ) {
      try {
        const answer = await fetch(`${this.api}/v1/embed/events`, {
          headers: { ...this.headers, ...(last && { 'last-event-id': last }) },
          signal,
        });
        const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
        for (let rest = '', piece = await reader.read(); !piece.done; piece = await reader.read()) {
          const blocks = (rest + piece.value).split('\n\n');
          rest = blocks.pop();
          for (const block of blocks) {
            last = /^id: ?(.*)$/m.exec(block)?.[1] ?? last;
            const data = /^data: ?(.*)$/m.exec(block)?.[1];
            const id = data && JSON.parse(data).package;
            if (id && [...this.cards].some((card) => card.packageId === id)) this.want(id);
          }
        }
      } catch {
        // Connected again below.
      }
      await new Promise((next) => setTimeout(next, 1000));
    }
  }
}

class PlainPackageCard extends HTMLElement {
  #card;
  #failed = false;
  #root = this.attachShadow({ mode: 'open' });

  static observedAttributes = ['package-id', 'view', 'show-price', 'warn-days', 'lang'];

  get packageId() {
    return this.getAttribute('package-id');
  }

  get package() {
    return this.#card;
  }

  set package(card) {
    this.#card = card;
    this.draw();
  }

  connectedCallback() {
    this.#root.adoptedStyleSheets = [sheet];
    this.token = this.getAttribute('token') ?? this.token;
    this.removeAttribute('token');
    if (!this.#card && this.packageId) {
      const [api, key] = [this.getAttribute('api') ?? new URL(import.meta.url).origin, this.getAttribute('site-key')];
      const name = [api, key, this.token].join();
      if (!sources.has(name)) sources.set(name, new Source(api, key, this.token));
      this.source = sources.get(name);
      this.source.join(this);
    }
    this.draw();
  }

  disconnectedCallback() {
    this.source?.leave(this);
  }

  attributeChangedCallback() {
    if (this.isConnected) this.draw();
  }

  receive(card) {
    if (card && this.#card && this.#card.version >= card.version) return;
    this.package = card;
    this.dispatchEvent(new CustomEvent('plain-load', { bubbles: true, composed: true, detail: { package: card } }));
  }

  fail() {
    this.#failed = true;
    this.draw();
  }

  draw() {
    if (!this.isConnected) return;
    const lang = this.closest('[lang]')?.lang || 'en';
    const text = words[lang.split('-')[0]] ?? words.en;
    this.#root.innerHTML = `<div class="base" role="group">${this.#card ? this.full(this.#card, text, lang) : this.missing(text)}</div>`;
    this.#root.querySelector('.retry')?.addEventListener('click', () => this.source.want(this.packageId));
    this.#root.querySelector('.actions')?.addEventListener('click', (event) => {
      const action = event.target.closest('[data-action]')?.dataset.action;
      if (action)
        this.dispatchEvent(
          new CustomEvent('plain-action', { bubbles: true, composed: true, cancelable: true, detail: { action } }),
        );
    });
  }

  missing(text) {
    if (this.#failed) return `<div class="row between">${text.error}<button class="retry">${text.retry}</button></div>`;
    return this.packageId ? `<div role="img" aria-label="${text.loading}">…</div>` : text.empty;
  }

  full(card, text, lang) {
    const total = card.services.reduce((sum, service) => sum + service.total, 0);
    const used = card.services.reduce((sum, service) => sum + service.used, 0);
    const price =
      this.getAttribute('show-price') === 'false'
        ? ''
        : `<div class="row price">${money(card.price, lang)}${card.originalPrice ? `<s>${money(card.originalPrice, lang)}</s>` : ''}</div>`;
    const brief = this.getAttribute('view') === 'summary';
    return `<div class="row between"><div class="name" role="heading" aria-level="2">${safe(card.name)}</div>
      <div class="row"><slot name="badge"></slot><span class="badge ${badges[card.status]}">${text[card.status]}</span><span class="badge ${badges[card.payment]}">${text[card.payment]}</span></div></div>
      ${price}
      ${
        brief
          ? this.bar(text.used(used, total), used, total, '', text)
          : `<div class="row details"><span><span class="term">${text.bought}</span> ${day(card.purchasedOn, lang)}</span>${this.expiry(card, text, lang)}<span>${text.used(used, total)}</span><slot name="details"></slot></div>
      <div class="services" role="list">${card.services.map((one) => this.bar(one.name, one.used, one.total, text.remaining(one.remaining, one.total), text)).join('')}</div>`
      }
      <div class="row actions"><slot name="actions"></slot></div><slot name="footer"></slot>`;
  }

  expiry({ expiresOn, today, daysLeft }, text, lang) {
    if (!expiresOn) return `<span class="term">${text.never}</span>`;
    const past = expiresOn < today;
    const tone = past ? 'red' : daysLeft <= Number(this.getAttribute('warn-days') ?? 30) ? 'amber' : 'green';
    return `<span><span class="term">${past ? text.ended : text.expires}</span> <span class="tone ${tone}">${day(expiresOn, lang)} (${distance(daysLeft, lang)})</span></span>`;
  }

  bar(name, used, total, count, text) {
    return `<div role="listitem"><div class="row between"><span>${safe(name)}</span><span class="count">${count}</span></div><progress value="${used}" max="${total}" aria-label="${safe(text.bar(name, used, total))}"></progress></div>`;
  }
}

customElements.define('plain-package-card', PlainPackageCard);
