import { CreateHostTables } from './001-create-host-tables.ts';
import { CreateTicketTables } from './002-create-ticket-tables.ts';
import { ForceRowLevelSecurity } from './003-force-row-level-security.ts';
import { CreateLookups } from './004-create-lookups.ts';
import { CreateSignInThrottle } from './005-create-sign-in-throttle.ts';
import { ShowMigrations } from './006-show-migrations.ts';
import { AddQuotas } from './007-add-quotas.ts';
import { CreatePlatformUsers } from './008-create-platform-users.ts';
import { CreateAccountLinks } from './009-create-account-links.ts';
import { CreateServiceMail } from './010-create-service-mail.ts';
import { CreateSettingsLog } from './011-create-settings-log.ts';
import { CreatePlatformWatch } from './012-create-platform-watch.ts';
import { CountMails } from './013-count-mails.ts';
import { LetTenantsWordMails } from './014-let-tenants-word-mails.ts';
import { SendMailsAgain } from './015-send-mails-again.ts';
import { CreateAssets } from './016-create-assets.ts';
import { LinkTicketsToAssets } from './017-link-tickets-to-assets.ts';
import { SearchAssets } from './018-search-assets.ts';
import { CreateApiKeys } from './020-create-api-keys.ts';
import { CountApiCalls } from './021-count-api-calls.ts';
import { LimitPeople } from './045-limit-people.ts';
import { TellMailFloods } from './046-tell-mail-floods.ts';

/** All migrations, in the order in which they run. */
export const migrations = [
  { name: '001-create-host-tables', class: CreateHostTables },
  { name: '002-create-ticket-tables', class: CreateTicketTables },
  { name: '003-force-row-level-security', class: ForceRowLevelSecurity },
  { name: '004-create-lookups', class: CreateLookups },
  { name: '005-create-sign-in-throttle', class: CreateSignInThrottle },
  { name: '006-show-migrations', class: ShowMigrations },
  { name: '007-add-quotas', class: AddQuotas },
  { name: '008-create-platform-users', class: CreatePlatformUsers },
  { name: '009-create-account-links', class: CreateAccountLinks },
  { name: '010-create-service-mail', class: CreateServiceMail },
  { name: '011-create-settings-log', class: CreateSettingsLog },
  { name: '012-create-platform-watch', class: CreatePlatformWatch },
  { name: '013-count-mails', class: CountMails },
  { name: '014-let-tenants-word-mails', class: LetTenantsWordMails },
  { name: '015-send-mails-again', class: SendMailsAgain },
  { name: '016-create-assets', class: CreateAssets },
  { name: '017-link-tickets-to-assets', class: LinkTicketsToAssets },
  { name: '018-search-assets', class: SearchAssets },
  { name: '020-create-api-keys', class: CreateApiKeys },
  { name: '021-count-api-calls', class: CountApiCalls },
  { name: '045-limit-people', class: LimitPeople },
  { name: '046-tell-mail-floods', class: TellMailFloods },
];
