import { describe, expect, it } from '@jest/globals';
import { attachmentHeader, cleanFileName, nameOfType } from './file-name.js';

describe('BS-06 names of files', () => {
  it.each([
    ['../../etc/passwd', 'passwd'],
    ['..\\..\\windows\\system.ini', 'system.ini'],
    ['/', 'file'],
    ['', 'file'],
    ['...', 'file'],
    ['.htaccess', 'htaccess'],
    ['képernyő kép.png', 'képernyő kép.png'],
    ['invoice\u202egnp.exe', 'invoicegnp.exe'],
    ['a\r\nX-Evil: 1.png', 'aX-Evil_ 1.png'],
    ['lone \ud800.png', 'lone \ufffd.png'],
    [`${'x'.repeat(300)}.pdf`, `${'x'.repeat(196)}.pdf`],
  ])('%j becomes %j', (sent, clean) => {
    expect(cleanFileName(sent)).toBe(clean);
  });

  it.each([
    ['p.html', 'image/png', 'p.html.png'],
    ['photo.JPG', 'image/jpeg', 'photo.JPG'],
    ['photo.jpeg', 'image/jpeg', 'photo.jpeg'],
    ['photo.jpg', 'image/png', 'photo.png'],
    ['notes.html', 'text/plain', 'notes.html.txt'],
    ['run.bat', 'text/plain', 'run.bat.txt'],
    ['app.log', 'text/plain', 'app.log'],
    ['list.csv', 'text/csv', 'list.csv'],
    ['letter', 'application/pdf', 'letter.pdf'],
    ['offer 3.5', 'application/pdf', 'offer 3.5.pdf'],
    ['report.docx', 'application/zip', 'report.zip'],
    ['page.hta', 'application/zip', 'page.hta.zip'],
    ['.png', 'image/gif', 'file.gif'],
    [`${'x'.repeat(196)}.exe`, 'video/mp4', `${'x'.repeat(196)}.mp4`],
  ])('A4 %j of type %s is named %j', (name, mediaType, right) => {
    expect(nameOfType(name, mediaType)).toBe(right);
  });

  it('a header can carry any name', () => {
    const header = attachmentHeader('kép "1"\\2 (végső).png');
    expect(header).toBe(
      `attachment; filename="k_p _1__2 (v_gs_).png"; filename*=UTF-8''k%C3%A9p%20%221%22%5C2%20%28v%C3%A9gs%C5%91%29.png`,
    );
    expect(() => new Headers({ 'content-disposition': header })).not.toThrow();
  });
});
