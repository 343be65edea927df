// The sins of pages that have been on the web for twenty years.
Object.prototype.extend = function (other) {
  for (const name in other) this[name] = other[name];
  return this;
};
Object.prototype.tenant = 'polluted';
Array.prototype.remove = function (item) {
  return this.filter((one) => one !== item);
};
Array.prototype.toJSON = function () {
  return `[${this.length} items]`;
};
String.prototype.format = () => 'formatted';
// Keys and clicks are watched in the capture phase by the page's "enterprise" menu.
document.addEventListener('keydown', (event) => event.stopPropagation(), true);
document.addEventListener('focusin', (event) => event.stopImmediatePropagation());
window.$ = window.jQuery = (selector) => document.querySelectorAll(selector);
window.name = 'form';
window.process = { env: undefined };
window.global = window;
