import { oneLine } from '../mail/one-line.ts';

/**
 * The outcome of a delivery, with the server's answer (or what went wrong) in one line of at most 300 characters.
 * `unknown`: the connection broke off so late that the mail may have arrived all the same.
 */
export type Delivery = Readonly<{ kind: 'sent' | 'temporary' | 'permanent'; answer: string; unknown?: true }>;

const answerLimit = 300;
// A bad sequence of commands, and "authenticate" or "start TLS first": they concern the session, not the mail.
const sessionCodes = [503, 530];

/**
 * Classifies a failed delivery. Permanent is only what the server (or SMTP itself) says about this mail or its
 * recipient. A 5xx at the greeting or at sign-in is about us: as with Postfix, the mail waits until that is fixed.
 */
export function deliveryOfError(error: unknown): Delivery {
  const { code, syscall, timeoutType, responseCode, response, message } = factsOf(error);
  const aboutTheMail = code === 'EENVELOPE' || code === 'EMESSAGE';
  const refused = responseCode === undefined || (responseCode >= 500 && !sessionCodes.includes(responseCode));
  const kind = aboutTheMail && refused ? 'permanent' : 'temporary';
  const answer = code === 'EABORT' ? 'The delivery took too long and was given up.' : (response ?? message);
  // Without an answer, and after the server was reached, nobody knows how far the mail got.
  const unknown = responseCode === undefined && kind === 'temporary' && !beforeTheMail({ code, syscall, timeoutType });
  return { kind, answer: shortAnswer(answer), ...(unknown ? { unknown } : {}) };
}

const beforeCodes = ['EDNS', 'ETLS', 'EREQUIRETLS', 'EAUTH', 'EPROXY'];
const beforeCalls = ['connect', 'getaddrinfo'];
// Lookup, connection, greeting, TLS: no mail is under way yet.
const whileMailing = 'SOCKET_TIMEOUT';

/**
 * The server was not reached, or the session not set up. A broken connection says nothing about how far the mail got.
 */
function beforeTheMail({ code, syscall, timeoutType }: Partial<SmtpErrorFacts>): boolean {
  if (timeoutType !== undefined && timeoutType !== whileMailing) return true;
  return beforeCodes.includes(code ?? '') || beforeCalls.includes(syscall ?? '');
}

/** The answer in one line of at most 300 characters. */
export function shortAnswer(answer: string): string {
  const line = oneLine(answer);
  return line.length <= answerLimit ? line : `${line.slice(0, answerLimit - 1).toWellFormed()}…`;
}

type SmtpErrorFacts = Readonly<{
  code?: string | undefined;
  syscall?: string | undefined;
  /** Which of nodemailer's timeouts it was. */
  timeoutType?: string | undefined;
  responseCode?: number;
  response?: string;
  message: string;
}>;

function factsOf(error: unknown): SmtpErrorFacts {
  if (typeof error !== 'object' || error === null) return { message: String(error) };
  const { message, code, syscall, timeoutType, responseCode, response } = error as {
    message?: unknown;
    code?: unknown;
    syscall?: unknown;
    timeoutType?: unknown;
    responseCode?: unknown;
    response?: unknown;
  };
  return {
    message: String(message),
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof syscall === 'string' ? { syscall } : {}),
    ...(typeof timeoutType === 'string' ? { timeoutType } : {}),
    ...(typeof responseCode === 'number' && responseCode > 0 ? { responseCode } : {}),
    ...(typeof response === 'string' && response !== '' ? { response } : {}),
  };
}
