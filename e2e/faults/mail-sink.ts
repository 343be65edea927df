import { SMTPServer } from 'smtp-server';

/** Takes every mail on `port` and notes its Message-ID, without the angle brackets. */
export async function collectMails(port: number): Promise<{ ids: string[]; close(): Promise<void> }> {
  const ids: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    onData(stream, _session, done) {
      let source = '';
      stream.on('data', (chunk: Buffer) => {
        source += chunk.toString('latin1');
      });
      stream.on('end', () => {
        ids.push(/^message-id:\s*<([^>]*)>/im.exec(source)?.[1] ?? 'none');
        done();
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return { ids, close: () => new Promise((resolve) => server.close(() => resolve())) };
}
