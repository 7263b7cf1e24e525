import type { Locale } from '../domain/locale.ts';

/** What a person of the demo is meant to show. */
export type DemoRole = 'reporter' | 'agent' | 'admin' | 'platform';

export type DemoUser = Readonly<{ email: string; name: string; roles: readonly DemoRole[] }>;

export type DemoTenant = Readonly<{
  name: string;
  slug: string;
  /** What its tickets are written in, and what its people read unless they choose otherwise. */
  language: Locale;
  timeZone: string;
  ticketPrefix?: string;
  queueAddress?: string;
  /** The quotas of its licence; all flags are on. */
  quotas: Readonly<{ maxAgents: number; maxEmailsMonth: number }>;
  users: readonly DemoUser[];
}>;

/** Shared by all demo users; the demo is never seeded in production. */
export const demoPassword = 'uslimato-demo';

/** Somebody on the platform team, who manages both tenants. */
export const demoPlatformUser: DemoUser = {
  email: 'petra.platform@uslimato.example',
  name: 'Petra Lang',
  roles: ['platform'],
};

/** Two customers unaware of each other: a German one with a queue address, an English one that mails each agent. */
export const demoTenants: readonly DemoTenant[] = [
  {
    name: 'Nordwind Logistics',
    slug: 'nordwind',
    language: 'de',
    timeZone: 'Europe/Berlin',
    queueAddress: 'it-support@nordwind.example',
    quotas: { maxAgents: 10, maxEmailsMonth: 10_000 },
    users: [
      { email: 'ines.admin@nordwind.example', name: 'Ines Albrecht', roles: ['admin'] },
      { email: 'anna.agent@nordwind.example', name: 'Anna Bergmann', roles: ['agent'] },
      { email: 'ben.agent@nordwind.example', name: 'Ben Okafor', roles: ['agent'] },
      { email: 'chloe.agent@nordwind.example', name: 'Chloé Martin', roles: ['agent'] },
      { email: 'rita.reporter@nordwind.example', name: 'Rita Sommer', roles: ['reporter'] },
      { email: 'tom.reporter@nordwind.example', name: 'Tom Lindqvist', roles: ['reporter'] },
      { email: 'yusuf.reporter@nordwind.example', name: 'Yusuf Demir', roles: ['reporter'] },
    ],
  },
  {
    name: 'Harbour Clinic',
    slug: 'harbour',
    language: 'en',
    timeZone: 'Europe/London',
    ticketPrefix: 'HC',
    quotas: { maxAgents: 3, maxEmailsMonth: 500 },
    users: [
      { email: 'ivo.admin@harbour.example', name: 'Ivo Petrović', roles: ['admin'] },
      { email: 'amira.agent@harbour.example', name: 'Amira Haddad', roles: ['agent'] },
      { email: 'bruno.agent@harbour.example', name: 'Bruno Keller', roles: ['agent'] },
      { email: 'rosa.reporter@harbour.example', name: 'Rosa Fischer', roles: ['reporter'] },
      { email: 'tim.reporter@harbour.example', name: 'Tim Nguyen', roles: ['reporter'] },
    ],
  },
];
