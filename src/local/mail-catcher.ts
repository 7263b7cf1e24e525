import { fork } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { follow } from './child.ts';
import type { Running } from './child.ts';
import { expectFreePort } from './free-port.ts';
import { privateFolder } from './private-files.ts';
import { StartError } from './start-error.ts';

export interface MailCatcherOptions {
  /** Ports on 127.0.0.1; 0 for a free one. */
  smtpPort: number;
  uiPort: number;
  /** Folder in which the mails are stored. */
  dataDir: string;
}

export interface MailCatcher extends Running {
  smtpUrl: string;
  uiUrl: string;
}

/** The child process's message once it listens. */
export interface MailCatcherPorts {
  smtpPort: number;
  uiPort: number;
}

/**
 * Starts maildev: an SMTP server that delivers nothing and shows every mail on its pages. It runs in a child process,
 * so that no mail can harm this one.
 * @throws StartError
 */
export async function startMailCatcher({ smtpPort, uiPort, dataDir }: MailCatcherOptions): Promise<MailCatcher> {
  if (smtpPort !== 0) await expectFreePort(smtpPort, "the mail catcher's SMTP", 'SMTP_PORT');
  if (uiPort !== 0) await expectFreePort(uiPort, "the mail catcher's pages", 'MAIL_UI_PORT');
  const mails = join(dataDir, 'mails');
  privateFolder(mails);
  const logFile = join(dataDir, 'mail-catcher.log');
  const log = openSync(logFile, 'a', 0o600);
  const child = fork(new URL('mail-catcher-process.ts', import.meta.url), [`${smtpPort}`, `${uiPort}`, mails], {
    execArgv: [],
    detached: true,
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  const listening = once(child, 'message') as Promise<[MailCatcherPorts]>;
  const running = await follow(child, 'SIGTERM', 5000);
  const ports = await Promise.race([listening.then(([message]) => message), running.exited]);
  if (typeof ports === 'string')
    throw new StartError(`The mail catcher ended while starting (${ports}); its log is ${logFile}.`);
  return { ...running, smtpUrl: `smtp://127.0.0.1:${ports.smtpPort}`, uiUrl: `http://127.0.0.1:${ports.uiPort}` };
}
