export { mail } from './mail.ts';
export { refresh } from './refresh.ts';
export { ticket } from './ticket.ts';
