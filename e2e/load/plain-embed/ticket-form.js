/**
 * The ticket form as one would write it without a library. It does what `<bookinda-ticket-form>` does and is what its weight is
 * compared with; it is not offered to anybody.
 */
const words = {
  en: {
    heading: 'How can we help?',
    category: 'What is it about?',
    BILLING: 'Billing',
    TECHNICAL: 'Something is broken',
    FEATURE_REQUEST: 'An idea',
    OTHER: 'Something else',
    email: 'E-mail',
    subject: 'Subject',
    description: 'Tell us more',
    files: 'Drop, paste or choose files',
    remove: 'Remove',
    retry: 'Try again',
    usual: (from, to) => `Usually answered within ${from}–${to} h`,
    send: 'Send',
    sending: 'Sending…',
    again: (n) => `Trying again, attempt ${n}…`,
    sent: (number) => `${number} is on its way`,
    wrote: (email) => `We wrote to ${email}; answers come there and here.`,
    another: 'Write another',
    queued: 'You are offline. What you wrote is kept and goes out by itself once you are back.',
    summary: 'Please check this first',
    needcategory: 'Choose what it is about',
    needemail: 'Enter your e-mail address, so that we can answer',
    bademail: 'Enter a whole address, like anna@example.com',
    needsubject: 'Give it a subject',
    needdescription: 'Tell us what happened',
    long: (n) => `Shorten this by ${n} characters`,
    large: 'This file is too large',
    kind: 'This kind of file cannot be taken',
    file: 'Could not be uploaded',
    fix: 'Remove the files that did not arrive, or try again',
    failed: 'That did not work. What you wrote is kept. Please try again.',
    restored: 'What you wrote last time is here again.',
  },
  hu: {
    heading: 'Miben segíthetünk?',
    category: 'Miről van szó?',
    BILLING: 'Számlázás',
    TECHNICAL: 'Valami nem működik',
    FEATURE_REQUEST: 'Ötletem van',
    OTHER: 'Valami más',
    email: 'E-mail',
    subject: 'Tárgy',
    description: 'Részletek',
    files: 'Húzzon ide, illesszen be vagy válasszon fájlt',
    remove: 'Eltávolítás',
    retry: 'Újra',
    usual: (from, to) => `Általában ${from}–${to} órán belül válaszolunk`,
    send: 'Küldés',
    sending: 'Küldés…',
    again: (n) => `Újra próbáljuk (${n})…`,
    sent: (number) => `${number}: megkaptuk`,
    wrote: (email) => `Írtunk ide: ${email}; a válasz oda és ide érkezik.`,
    another: 'Új üzenet',
    queued: 'Nincs hálózat. Amit írt, megmarad, és magától elindul, ha újra lesz.',
    summary: 'Előbb nézze át',
    needcategory: 'Válassza ki, miről van szó',
    needemail: 'Adja meg az e-mail-címét',
    bademail: 'Adja meg a teljes címet: anna@example.com',
    needsubject: 'Adja meg a tárgyat',
    needdescription: 'Írja le, mi történt',
    long: (n) => `${n} karakterrel rövidebbet`,
    large: 'A fájl túl nagy',
    kind: 'Ilyen fájl nem küldhető',
    file: 'Nem sikerült feltölteni',
    fix: 'Távolítsa el a hibás fájlokat',
    failed: 'Nem sikerült. Amit írt, megmaradt. Próbálja újra.',
    restored: 'Itt van, amit legutóbb írt.',
  },
};

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
:host{display:block;max-inline-size:40em}*{box-sizing:border-box}[hidden]{display:none!important}
.base{position:relative;padding:1.25em;border:1px solid light-dark(#dcdae3,#3d3b46);border-radius:12px;background:light-dark(#fff,#1c1b21);color:light-dark(#1d1c22,#f1f0f5);font:inherit;line-height:1.5}
form,fieldset{display:grid;gap:1.25em}fieldset{min-inline-size:0;margin:0;padding:0;border:0}.row{display:flex;flex-wrap:wrap;align-items:center;gap:.5em .75em}.between{justify-content:space-between}
label,legend{font-weight:600}.chip{position:relative;padding:.6em 1.1em;border:1px solid #85828f;border-radius:9em;font-weight:400}.chip input,.drop input{position:absolute;inset:0;opacity:0}.chip:has(:checked){border-color:#4a3fb0;font-weight:600}
.control{display:block;inline-size:100%;min-block-size:2.75em;padding:.55em .75em;border:1px solid #85828f;border-radius:8px;background:none;color:inherit;font:inherit}.control[aria-invalid=true]{border-color:#b3261e}
.drop{position:relative;padding:.75em;border:1px dashed #85828f;border-radius:8px}.file{position:relative;z-index:1;display:flex;align-items:center;gap:.6em;margin-block-start:.5em}.name{flex:1}
.error,.summary{color:light-dark(#b3261e,#ff9d94);font-weight:600}.summary{padding:.75em 1em;border:1px solid;border-radius:8px}.summary a{color:inherit}
.trap{position:absolute;inset-inline-start:-999em}button{font:inherit;font-weight:600;min-block-size:2.75em;padding:.4em 1.25em;border:0;border-radius:8px;background:light-dark(#4a3fb0,#a79dff);color:light-dark(#fff,#17151f)}
.chip:has(:focus-visible),.drop:has(input:focus-visible),:focus-visible{outline:3px solid light-dark(#2b5fd9,#9dbbff);outline-offset:2px}@media (prefers-reduced-motion:reduce){*{transition:none!important}}
`);

const codes = ['BILLING', 'TECHNICAL', 'FEATURE_REQUEST', 'OTHER'];
const names = ['category', 'email', 'subject', 'description'];
const most = { category: 60, email: 254, subject: 200, description: 5000 };
const week = 7 * 86_400_000;
const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const safe = (text) => String(text).replace(/[&<>"]/g, (sign) => entities[sign]);
const newKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

async function solve({ salt, zeroBits, signature }) {
  for (let n = 0; ; n++) {
    const digest = new DataView(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(salt + n)));
    if (Math.clz32(digest.getUint32(0)) >= zeroBits) return [salt, zeroBits, signature, n].join('.');
  }
}

class PlainTicketForm extends HTMLElement {
  static formAssociated = true;
  #root = this.attachShadow({ mode: 'open', delegatesFocus: true });
  #internals = this.attachInternals();
  #values = { category: '', email: '', subject: '', description: '' };
  #errors = {};
  #files = [];
  #key = newKey();
  #config = {};
  #tried = false;

  connectedCallback() {
    this.#root.adoptedStyleSheets = [sheet];
    this.api = this.getAttribute('api') ?? new URL(import.meta.url).origin;
    this.token = this.getAttribute('token') ?? this.token;
    this.removeAttribute('token');
    const lang = this.closest('[lang]')?.lang ?? navigator.language;
    this.text = words[lang.split('-')[0]] ?? words.en;
    this.draw();
    this.#restore();
    this.#call('GET', '/v1/embed/config').then(
      (config) => {
        this.#config = config;
        this.draw();
      },
      () => {},
    );
    this.online = () => this.queued && this.submit();
    addEventListener('online', this.online);
  }

  disconnectedCallback() {
    removeEventListener('online', this.online);
  }

  get value() {
    return { ...this.#values };
  }

  set value(value) {
    Object.assign(this.#values, value);
    this.draw();
  }

  draw() {
    const { text } = this;
    const focused = this.#root.activeElement?.id;
    const known = this.token || this.#config.customer;
    const { fromHours = 24, toHours = 48 } = this.#config.usualAnswer ?? {};
    const wrong = Object.entries(this.#errors).filter(([, message]) => message);
    this.#root.innerHTML = this.ticket
      ? `<div class="base" tabindex="-1"><div role="heading" aria-level="2">${text.sent(this.ticket.number)}</div><p>${safe(text.wrote(this.#values.email))}</p><slot name="success"></slot><button class="again">${text.another}</button></div>`
      : `<div class="base"><form novalidate><slot name="heading"><div role="heading" aria-level="2">${text.heading}</div></slot><slot name="intro"></slot>
        ${wrong.length ? `<div class="summary" tabindex="-1" role="group"><b>${text.summary}</b>${wrong.map(([name, message]) => `<div><a href="#${name}">${safe(message)}</a></div>`).join('')}</div>` : ''}
        <fieldset ${this.sending ? 'disabled' : ''}><div role="radiogroup" aria-label="${text.category}"><legend>${text.category}</legend><div class="row">${(this.#config.categories ?? codes.map((code) => ({ code }))).map(({ code }) => `<label class="chip"><input type="radio" name="category" value="${code}" ${this.#values.category === code ? 'checked' : ''}>${text[code] ?? code}</label>`).join('')}</div>${this.#error('category')}</div>
        ${known ? '' : this.#field('email', 'type="email" autocomplete="email"')}${this.#field('subject')}${this.#field('description')}
        <div class="trap" aria-hidden="true"><input name="website" tabindex="-1"></div>
        <div class="drop"><label for="files">${text.files}</label><input id="files" type="file" multiple>${this.#files.map((file, n) => this.#row(file, n)).join('')}${this.#error('files')}</div><slot name="before-submit"></slot></fieldset>
        <div class="row between"><span>${text.usual(fromHours, toHours)}</span><button>${this.sending ? text.sending : text.send}</button></div><div>${safe(this.status ?? '')}</div></form><slot name="footer"></slot></div>`;
    this.#wire();
    if (focused) this.#root.getElementById(focused)?.focus();
  }

  #error(name) {
    return `<div class="error" id="${name}-error" ${this.#errors[name] ? '' : 'hidden'}>${safe(this.#errors[name] ?? '')}</div>`;
  }

  #field(name, more = '') {
    const shared = `class="control" id="${name}" aria-invalid="${!!this.#errors[name]}" aria-describedby="${name}-error" ${more}`;
    const value = safe(this.#values[name]);
    return `<div><label for="${name}">${this.text[name]}</label>${name === 'description' ? `<textarea rows="5" ${shared}>${value}</textarea>` : `<input value="${value}" ${shared}>`}${this.#error(name)}</div>`;
  }

  #row({ file, error, id, progress }, n) {
    return `<div class="file"><span class="name">${safe(file.name)}</span>${error ? `<span class="error">${error}</span>` : id ? '✓' : `<progress value="${progress}" max="1" aria-label="${safe(file.name)}"></progress>`}<button type="button" data-remove="${n}" aria-label="${this.text.remove} ${safe(file.name)}">×</button></div>`;
  }

  #wire() {
    const form = this.#root.querySelector('form');
    this.#root.querySelector('.again')?.addEventListener('click', () => this.reset());
    form?.addEventListener('submit', (event) => {
      event.preventDefault();
      this.submit();
    });
    form?.addEventListener('focusin', () => this.#prove(), { once: true });
    form?.addEventListener('input', ({ target }) => this.#typed(target));
    form?.addEventListener('paste', (event) => this.attach([...event.clipboardData.files]));
    form?.addEventListener('dragover', (event) => event.preventDefault());
    form?.addEventListener('drop', (event) => {
      event.preventDefault();
      this.attach([...event.dataTransfer.files]);
    });
    form?.addEventListener('click', (event) => {
      const { remove } = event.target.dataset;
      if (remove) {
        this.#files.splice(Number(remove), 1)[0].request?.abort();
        this.draw();
      }
      const name = event.target.getAttribute('href')?.slice(1);
      if (name) event.preventDefault();
      if (name) (this.#root.getElementById(name) ?? this.#root.querySelector(`[name=${name}]`))?.focus();
    });
  }

  #typed(control) {
    if (control.type === 'file') return this.attach([...control.files]);
    const name = control.type === 'radio' ? 'category' : control.id;
    if (!names.includes(name)) return;
    this.#values[name] = control.value;
    this.body = undefined;
    if (this.#tried) {
      this.#errors = this.#check();
      for (const one of names) {
        const place = this.#root.getElementById(`${one}-error`);
        if (place) place.textContent = this.#errors[one] ?? '';
        if (place) place.hidden = !this.#errors[one];
      }
    }
    clearTimeout(this.saving);
    this.saving = setTimeout(() => this.#keep(), 300);
    this.#tell('change', { value: this.value });
  }

  attach(files) {
    const { bytes = 10 << 20, perMessage = 10, accept = [] } = this.#config.files ?? {};
    for (const file of files.slice(0, perMessage - this.#files.length)) {
      const item = { file, progress: 0 };
      this.#files.push(item);
      if (file.size > bytes) item.error = this.text.large;
      else if (accept.length && file.type && !accept.includes(file.type)) item.error = this.text.kind;
      else item.done = this.#upload(item);
    }
    this.draw();
  }

  async #upload(item) {
    const proof = await Promise.resolve(this.#prove()).catch(() => undefined);
    await new Promise((done) => {
      const request = new XMLHttpRequest();
      const body = new FormData();
      body.append('file', item.file);
      item.request = request;
      request.open('POST', `${this.api}/v1/embed/uploads`);
      const headers = { ...this.#headers(), ...(proof && { 'x-proof': proof }) };
      for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
      request.upload.onprogress = ({ loaded, total }) => {
        item.progress = loaded / total;
        this.#tell('upload-progress', { file: item.file, progress: item.progress });
        this.draw();
      };
      request.onloadend = () => {
        if (request.status >= 200 && request.status < 300) item.id = JSON.parse(request.responseText).id;
        else item.error = this.text.file;
        this.draw();
        done();
      };
      request.send(body);
    });
  }

  #check() {
    const errors = {};
    for (const name of names) {
      if (name === 'email' && this.token) continue;
      const value = this.#values[name].trim();
      if (!value) errors[name] = this.text[`need${name}`];
      else if (value.length > most[name]) errors[name] = this.text.long(value.length - most[name]);
      else if (name === 'email' && !/^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/.test(value)) errors[name] = this.text.bademail;
    }
    return errors;
  }

  async submit() {
    if (this.sending) return;
    this.#tried = true;
    if (this.#refuse(this.#check())) return;
    if (!this.#tell('before-submit', { value: this.value }, true)) return;
    if (!navigator.onLine) {
      this.queued = true;
      this.status = this.text.queued;
      this.#keep();
      this.#tell('queued');
      return this.draw();
    }
    this.queued = false;
    this.sending = true;
    this.draw();
    try {
      await Promise.all(this.#files.map(({ done }) => done));
      if (this.#files.some(({ error }) => error)) throw { errors: [{ path: 'files', message: this.text.fix }] };
      const { category, ...rest } = this.#values;
      this.body ??= {
        type: category,
        ...rest,
        uploads: this.#files.map(({ id }) => id),
        website: this.#root.querySelector('[name=website]').value || undefined,
        proof: await this.#prove(),
      };
      this.#keep();
      this.ticket = await this.#call('POST', '/v1/embed/tickets', this.body, this.#key);
    } catch (problem) {
      this.sending = false;
      this.#refuse(
        problem.errors
          ? Object.fromEntries(
              problem.errors.map(({ path, message }) => [path === 'type' ? 'category' : path, message]),
            )
          : { form: this.text.failed },
      );
      return;
    }
    this.sending = false;
    localStorage.removeItem(this.#shelf);
    this.#internals.setFormValue(this.ticket.number);
    this.draw();
    this.#root.querySelector('.base').focus();
    this.#tell('success', this.ticket);
  }

  #refuse(errors) {
    this.#errors = errors;
    if (!Object.keys(errors).length) return false;
    this.draw();
    this.#root.querySelector('.summary').focus();
    this.#tell('invalid', { errors });
    return true;
  }

  reset() {
    this.#values = { ...this.#values, category: '', subject: '', description: '' };
    this.#files = [];
    this.#errors = {};
    this.#key = newKey();
    this.#tried = false;
    this.ticket = this.body = this.proof = undefined;
    this.draw();
  }

  #headers() {
    return {
      authorization: `Bearer ${this.getAttribute('site-key')}`,
      ...(this.token && { 'x-customer-token': this.token }),
    };
  }

  async #call(method, path, body, key) {
    for (let tried = 1; ; tried++) {
      const answer = await fetch(this.api + path, {
        method,
        headers: {
          ...this.#headers(),
          ...(body && { 'content-type': 'application/json' }),
          ...(key && { 'idempotency-key': key }),
        },
        body: body && JSON.stringify(body),
      }).catch(() => undefined);
      if (answer?.ok) return answer.json();
      const again = !answer || answer.status === 429 || answer.status >= 500;
      if (!again || tried > 4) throw answer ? await answer.json().catch(() => ({})) : {};
      const wait = Number(answer?.headers.get('retry-after') ?? 2 ** tried / 4) * (1000 + 250 * Math.random());
      this.#tell('retry', { attempt: tried + 1, waitMs: wait });
      this.status = this.text.again(tried + 1);
      await pause(wait);
    }
  }

  #prove() {
    if (this.token) return undefined;
    this.proof ??= this.#call('GET', '/v1/embed/challenge').then(solve);
    return this.proof;
  }

  get #shelf() {
    return `plain:draft:${this.getAttribute('site-key')}`;
  }

  #keep() {
    localStorage.setItem(
      this.#shelf,
      JSON.stringify({ at: Date.now(), value: this.#values, key: this.#key, body: this.body }),
    );
  }

  #restore() {
    const draft = JSON.parse(localStorage.getItem(this.#shelf) ?? 'null');
    if (!draft || Date.now() - draft.at > week) return;
    this.#values = draft.value;
    this.#key = draft.key;
    this.body = draft.body;
    this.status = this.text.restored;
    this.draw();
    this.#tell('draft-restored', { value: this.value });
  }

  #tell(name, detail = {}, cancelable = false) {
    return this.dispatchEvent(new CustomEvent(`plain-${name}`, { detail, cancelable, bubbles: true, composed: true }));
  }
}

customElements.define('plain-ticket-form', PlainTicketForm);
