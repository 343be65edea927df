import { expect } from '@open-wc/testing';
import { mailPreview } from './mail-preview.js';

describe('the preview of a mail', () => {
  it('is one value for one text, so that a rendering around it does not load the frame again', () => {
    const first = mailPreview('<p>one</p>');
    expect(mailPreview('<p>one</p>')).to.equal(first);
    expect(String(mailPreview('<p>two</p>'))).to.equal('<p>two</p>');
  });
});
