import { MailDev } from 'maildev';
import { exitWithParent } from './exit-with-parent.ts';
import { answerOwnPagesOnly } from './own-pages-only.ts';
import type { MailCatcherPorts } from './mail-catcher.ts';

/** Child process of `startMailCatcher`: SMTP port, port of the pages, folder of the mails. */
const [smtpPort, uiPort, mailDirectory] = process.argv.slice(2);
if (mailDirectory === undefined) throw new Error('smtpPort, uiPort and mailDirectory are missing');

// Mails contain one-time links: only their owner may read them.
process.umask(0o077);
const catcher = new MailDev({
  smtp: Number(smtpPort),
  ip: '127.0.0.1',
  web: Number(uiPort),
  webIp: '127.0.0.1',
  mailDirectory,
  maxEmails: 1000,
  // maildev's certificate is self-signed, which a careful sender would not accept.
  hideExtensions: ['STARTTLS'],
  silent: true,
});
// An open page keeps its connection, and a graceful close would wait for it; every mail is on disk already.
process.once('SIGTERM', () => process.exit(0));
exitWithParent(async () => undefined);
const servers = await catcher.start();
if (servers.api !== undefined) answerOwnPagesOnly(servers.api.server.server);
const ports: MailCatcherPorts = {
  smtpPort: servers.smtp.getPort(),
  uiPort: servers.api?.getPort() ?? 0,
};
process.send?.(ports);
