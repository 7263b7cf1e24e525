import type { Change } from '../domain/command.ts';
import type { Priority, TicketType } from '../domain/ticket.ts';

/** Who acts in a story: an index into the tenant's list of agents or reporters. */
export type StoryActor = Readonly<{ agent: number } | { reporter: number }>;
/** `me` assigns to the acting agent; `link` names an asset by its number. */
export type StoryChange = Change | Readonly<{ kind: 'assign'; to: 'me' }> | Readonly<{ kind: 'link'; asset: string }>;
export type StoryStep = Readonly<{ by: StoryActor; changes: readonly StoryChange[] }>;

export type Story = Readonly<{
  reporter: number;
  type: TicketType;
  title: string;
  description: string;
  priority?: Priority;
  /** The number of an asset that the reporter holds and says the ticket is about, and perhaps one of its movements. */
  asset?: string;
  movement?: number;
  steps: readonly StoryStep[];
}>;

const agent = (place: number, ...changes: StoryChange[]): StoryStep => ({ by: { agent: place }, changes });
const reporter = (place: number, ...changes: StoryChange[]): StoryStep => ({ by: { reporter: place }, changes });
const take: StoryChange = { kind: 'assign', to: 'me' };
const reply = (body: string): Change => ({ kind: 'comment', visibility: 'external', body });
const note = (body: string): Change => ({ kind: 'comment', visibility: 'internal', body });
const resolve = (solution: string): Change => ({ kind: 'set_status', to: 'resolved', solution });
const priority = (to: Priority): Change => ({ kind: 'edit', priority: to });
const link = (asset: string): StoryChange => ({ kind: 'link', asset });
const close: Change = { kind: 'set_status', to: 'closed' };
const solved: Change = { kind: 'answer_resolution', answer: 'solved' };

/** What happens in each demo tenant: tickets in every state, written with the same commands as any others. */
export const stories: readonly Story[] = [
  {
    reporter: 0,
    type: 'incident',
    title: 'Label printer in hall 2 prints blank labels',
    asset: 'PR-0204',
    description:
      'Since this morning the label printer next to gate 4 feeds labels, but nothing is printed on them.\n\nWe changed the roll; it did not help.',
    steps: [],
  },
  {
    reporter: 1,
    type: 'incident',
    title: 'VPN drops every ten minutes from home',
    description:
      'The connection is lost about every ten minutes, always in the middle of a call. It began after the update on Friday.',
    steps: [agent(0, priority('high'))],
  },
  {
    reporter: 1,
    type: 'service_request',
    title: 'Second monitor for my desk',
    description: 'I compare delivery notes all day and would like a second monitor, please. Desk 2.14.',
    steps: [],
  },
  {
    reporter: 0,
    type: 'service_request',
    title: 'Access to the planning folder',
    description:
      'I take over the weekly planning from Monday on and need to read and change files in the planning folder.',
    steps: [
      agent(0, take),
      agent(0, note('Owner of the folder asked for approval.')),
      agent(0, reply('We have asked the owner of the folder. You will hear from us by tomorrow noon.')),
    ],
  },
  {
    reporter: 1,
    type: 'incident',
    title: 'Scanner loses its connection near the loading bay',
    asset: 'HS-0417',
    movement: 0,
    description: 'The hand scanner shows "no network" as soon as I am outside. The one of my colleague works there.',
    steps: [
      agent(1, take, link('AP-0107'), reply('Which number is printed on the back of the scanner?')),
      reporter(1, reply('It says HS-0417.')),
    ],
  },
  {
    reporter: 0,
    type: 'incident',
    title: 'Warehouse system is very slow since 9 o’clock',
    description: 'Every booking takes almost a minute. All of us in the early shift see it.',
    priority: 'urgent',
    steps: [
      agent(0, priority('urgent')),
      agent(
        0,
        take,
        link('SV-0002'),
        link('SV-0003'),
        reply('We see it too and are working on it with the operator of the system.'),
      ),
      agent(1, note('Database server has a full disk; cleaning up old exports. Operator is informed.')),
      agent(0, reply('The cause is found. Bookings should be quicker within the next half hour.')),
    ],
  },
  {
    reporter: 1,
    type: 'service_request',
    title: 'Install the drawing program on my laptop',
    asset: 'NB-1182',
    description: 'I need the drawing program for the new layout of hall 3. My laptop is NB-1182.',
    steps: [
      agent(1, take),
      agent(
        1,
        resolve(
          'The program is installed. You find it in the start menu under "Drawing". Please sign in with your usual account.',
        ),
      ),
    ],
  },
  {
    reporter: 0,
    type: 'incident',
    title: 'Headset has no sound in calls',
    asset: 'HD-0120',
    description: 'In video calls I hear nothing in the headset. Music works.',
    steps: [
      agent(0, take),
      agent(0, resolve('The headset was not chosen as the device for calls. We have set it; please try once more.')),
      reporter(0, {
        kind: 'answer_resolution',
        answer: 'still_broken',
        body: 'Still silent, I tried it in two calls just now.',
      }),
    ],
  },
  {
    reporter: 1,
    type: 'incident',
    title: 'Cannot open delivery notes from e-mail',
    description: 'Attachments open as an empty page since yesterday.',
    steps: [
      agent(1, take, note('Known trouble of the last viewer update.')),
      agent(1, resolve('We rolled the viewer back to the former version. Attachments open again.')),
      reporter(1, solved),
    ],
  },
  {
    reporter: 0,
    type: 'service_request',
    title: 'New mobile phone for the night shift',
    asset: 'MP-0031',
    description: 'The old phone of the night shift has a broken display.',
    steps: [
      agent(0, take),
      agent(0, resolve('The new phone lies ready at the IT counter.')),
      reporter(0, solved),
      agent(0, close),
    ],
  },
  {
    reporter: 1,
    type: 'incident',
    title: 'Password reset mail does not arrive',
    description: 'I asked for a new password three times and never got a mail.',
    steps: [
      agent(1, take),
      agent(1, resolve('The mails were in the quarantine. They are released now.')),
      agent(1, {
        kind: 'set_status',
        to: 'in_progress',
        reason: 'Two more people report the same: the filter still holds these mails back.',
      }),
      agent(1, reply('We found a second rule in the mail filter and are changing it now.')),
    ],
  },
  {
    reporter: 0,
    type: 'incident',
    title: 'Labels are printed blank again',
    asset: 'PR-0204',
    description: 'The same as in my other message about the printer at gate 4.',
    steps: [
      agent(0, {
        kind: 'set_status',
        to: 'cancelled',
        reason: 'We follow this up in your first ticket about the printer.',
        reasonCode: 'duplicate',
      }),
    ],
  },
  {
    reporter: 1,
    type: 'service_request',
    title: 'Loan laptop for the trade fair',
    description: 'I need a loan laptop from Wednesday to Friday next week.',
    steps: [
      agent(1, take),
      reporter(1, { kind: 'request_withdrawal', body: 'The fair was called off, so I no longer need it.' }),
    ],
  },
  {
    reporter: 0,
    type: 'service_request',
    title: 'Add Ms Weber to the shipping mailing list',
    description: 'She has been with us since the first of the month.',
    steps: [agent(0, take), agent(0, resolve('Done: she gets all mails to the list from now on.')), agent(0, close)],
  },
];
