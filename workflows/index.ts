export { mail } from './mail.ts';
export { quotaAudit } from './quota-audit.ts';
export { refresh } from './refresh.ts';
export { release } from './release.ts';
export { serviceMail } from './service-mail.ts';
export { ticket } from './ticket.ts';
