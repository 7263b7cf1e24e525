/** Something cannot be started; the message is one sentence for the person at the terminal, without a stack trace. */
export class StartError extends Error {
  override name = 'StartError';
}
