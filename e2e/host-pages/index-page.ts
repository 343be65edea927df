import { html } from '../stage/html.ts';
import type { Host, HostPage } from './host-pages.ts';

/** The way in: what there is to see and who to be. */
export function indexPage(host: Host): HostPage {
  const tenants = host.tenants();
  const salons = tenants.filter(({ customers }) => customers.length > 0);
  return {
    body: html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>Bookinda Desk: see it at work</title>
    <link rel="icon" href="/assets/scissors.svg">
    <link rel="stylesheet" href="/assets/index-page.css">
  </head>
  <body>
    <header>
      <p class="mark">Bookinda Desk</p>
      <h1>A support desk and prepaid packages, inside pages that salons already have</h1>
      <p class="lead">These pages come from <code>${host.hostPages}</code>, the product from <code>${host.api}</code>: two origins, as on a real salon’s site. Everything runs on this machine.</p>
    </header>
    <main>
      <section aria-labelledby="places">
        <h2 id="places">Where to look</h2>
        <ul class="cards">
          <li><a href="/salon"><b>A salon’s own site</b><span>Aranyolló in Budapest, in Hungarian or <em>English</em>. The form under “Kapcsolat” is one script tag and one element.</span></a></li>
          <li><a href="/portal"><b>A customer portal</b><span>Choose a customer and see her package cards. Redeem in the console, and the bar moves here.</span></a></li>
          <li><a href="${host.api}/manager"><b>The console</b><span>Where the salon’s team answers tickets and redeems sessions.</span></a></li>
          ${host.mailbox && html`<li><a href="${host.mailbox}/"><b>The mailbox</b><span>Every mail this copy sends. None leaves the machine.</span></a></li>`}
        </ul>
      </section>
      <section aria-labelledby="try">
        <h2 id="try">Two minutes to try</h2>
        <ol class="steps">
          <li><b>Ask.</b> Send the form on <a href="/salon#kapcsolat">the salon’s site</a>. You see a number at once; ${host.mailbox ? html`two mails appear in the <a href="${host.mailbox}/">mailbox</a>` : 'two mails are sent'}.</li>
          <li><b>Answer.</b> Sign in to the <a href="${host.api}/manager">console</a>, take the ticket, reply. The visitor gets the answer by mail.</li>
          <li><b>Redeem.</b> Open the <a href="/portal">portal</a> beside the console, redeem a session there and watch the card.</li>
        </ol>
      </section>
      <section aria-labelledby="who">
        <h2 id="who">Who to be</h2>
        ${tenants.length ? html`<p>The password of every demo person is <code>${tenants[0]?.logins[0]?.password}</code>.</p>` : html`<p>There is no demo data in this database.</p>`}
        <div class="tenants">${tenants.map(
          (tenant) => html`<table>
            <caption>${tenant.name ?? tenant.slug}</caption>
            <tbody>${tenant.logins.map(({ email, role }) => html`<tr><th scope="row">${role.charAt(0) + role.slice(1).toLowerCase()}</th><td>${email}</td></tr>`)}</tbody>
          </table>`,
        )}</div>
      </section>
      ${salons[0] ? snippet(host, salons[0].siteKey) : ''}
      <section aria-labelledby="hostile">
        <h2 id="hostile">Pages that make it hard</h2>
        <p>For tests, and for whoever wonders: <a href="/hostile/csp">a strict content security policy</a>, <a href="/hostile/css">style sheets that hide and shrink everything</a>, <a href="/hostile/jquery">old scripts with polluted prototypes</a>, <a href="/hostile/twice">the module loaded twice</a>, <a href="/hostile/quirks">quirks mode, right to left</a>.</p>
      </section>
    </main>
  </body>
</html>`,
  };
}

function snippet(host: Host, siteKey: string) {
  return html`<section aria-labelledby="snippet">
    <h2 id="snippet">All a page needs</h2>
    <pre><code>&lt;script type="module" src="${host.api}/embed/v1/bookinda.js"&gt;&lt;/script&gt;
&lt;bookinda-ticket-form site-key="${siteKey}"&gt;&lt;/bookinda-ticket-form&gt;</code></pre>
  </section>`;
}
