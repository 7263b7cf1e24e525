export { outbox } from './outbox.ts';
export { quotaAudit } from './quota-audit.ts';
export { refresh } from './refresh.ts';
export { release } from './release.ts';
export { mail } from './retired/mail.ts';
export { serviceMail } from './retired/service-mail.ts';
export { ticket } from './ticket.ts';
