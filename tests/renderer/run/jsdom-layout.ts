/** Sizes and fonts, which jsdom has none of: every box is 600 by 240. */
const size = { offsetWidth: 600, offsetHeight: 240, clientHeight: 240 };
for (const [name, value] of Object.entries(size))
  Object.defineProperty(HTMLElement.prototype, name, { configurable: true, get: () => value });

HTMLElement.prototype.getBoundingClientRect = () => new DOMRect(0, 0, 600, 240);

if (!('fonts' in document)) Object.defineProperty(document, 'fonts', { value: new EventTarget() });
