import type { Change } from '../domain/command.ts';
import type { Locale } from '../domain/locale.ts';
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
const ask = (body: string): Change => ({ kind: 'comment', visibility: 'external', body, expectsAnswer: true });
const note = (body: string): Change => ({ kind: 'comment', visibility: 'internal', body });
const resolve = (solution: string): Change => ({ kind: 'set_status', to: 'resolved', solution });
const priority = (to: Priority): Change => ({ kind: 'edit', priority: to });
const link = (asset: string): StoryChange => ({ kind: 'link', asset });
const close: Change = { kind: 'set_status', to: 'closed' };
const solved: Change = { kind: 'answer_resolution', answer: 'solved' };

/**
 * What happens in each demo tenant, told in its language: tickets in every state, written with the same commands as any
 * others.
 */
export function storiesIn(language: Locale): readonly Story[] {
  const say = (en: string, de: string): string => ({ en, de })[language];
  return [
    {
      reporter: 0,
      type: 'incident',
      title: say('Label printer in hall 2 prints blank labels', 'Etikettendrucker in Halle 2 druckt leere Etiketten'),
      asset: 'PR-0204',
      description: say(
        'Since this morning the label printer next to gate 4 feeds labels, but nothing is printed on them.\n\nWe changed the roll; it did not help.',
        'Seit heute Morgen gibt der Etikettendrucker neben Tor 4 Etiketten aus, aber es steht nichts darauf.\n\nWir haben die Rolle gewechselt, das hat nicht geholfen.',
      ),
      steps: [],
    },
    {
      reporter: 1,
      type: 'incident',
      title: say('VPN drops every ten minutes from home', 'VPN bricht im Homeoffice alle zehn Minuten ab'),
      description: say(
        'The connection is lost about every ten minutes, always in the middle of a call. It began after the update on Friday.',
        'Die Verbindung bricht etwa alle zehn Minuten ab, immer mitten in einem Gespräch. Es hat nach dem Update am Freitag angefangen.',
      ),
      steps: [agent(0, priority('high'))],
    },
    {
      reporter: 1,
      type: 'service_request',
      title: say('Second monitor for my desk', 'Zweiter Monitor für meinen Arbeitsplatz'),
      description: say(
        'I compare delivery notes all day and would like a second monitor, please. Desk 2.14.',
        'Ich vergleiche den ganzen Tag Lieferscheine und hätte gern einen zweiten Monitor. Platz 2.14.',
      ),
      steps: [],
    },
    {
      reporter: 0,
      type: 'service_request',
      title: say('Access to the planning folder', 'Zugriff auf den Planungsordner'),
      description: say(
        'I take over the weekly planning from Monday on and need to read and change files in the planning folder.',
        'Ab Montag übernehme ich die Wochenplanung und muss Dateien im Planungsordner lesen und ändern können.',
      ),
      steps: [
        agent(0, take),
        agent(
          0,
          note(say('Owner of the folder asked for approval.', 'Freigabe beim Verantwortlichen des Ordners angefragt.')),
        ),
        agent(
          0,
          reply(
            say(
              'We have asked the owner of the folder. You will hear from us by tomorrow noon.',
              'Wir haben beim Verantwortlichen des Ordners nachgefragt. Sie hören bis morgen Mittag von uns.',
            ),
          ),
        ),
      ],
    },
    {
      reporter: 1,
      type: 'incident',
      title: say(
        'Scanner loses its connection near the loading bay',
        'Scanner verliert an der Laderampe die Verbindung',
      ),
      asset: 'HS-0417',
      movement: 0,
      description: say(
        'The hand scanner shows "no network" as soon as I am outside. The one of my colleague works there.',
        'Der Handscanner zeigt „Kein Netz“, sobald ich draußen bin. Der meines Kollegen funktioniert dort.',
      ),
      steps: [
        agent(
          1,
          take,
          link('AP-0107'),
          ask(
            say(
              'Which number is printed on the back of the scanner?',
              'Welche Nummer steht auf der Rückseite des Scanners?',
            ),
          ),
        ),
        reporter(1, reply(say('It says HS-0417.', 'Da steht HS-0417.'))),
      ],
    },
    {
      reporter: 0,
      type: 'incident',
      title: say('Warehouse system is very slow since 9 o’clock', 'Lagersystem ist seit 9 Uhr sehr langsam'),
      description: say(
        'Every booking takes almost a minute. All of us in the early shift see it.',
        'Jede Buchung dauert fast eine Minute. Alle in der Frühschicht sind betroffen.',
      ),
      priority: 'urgent',
      steps: [
        agent(0, priority('urgent')),
        agent(
          0,
          take,
          link('SV-0002'),
          link('SV-0003'),
          reply(
            say(
              'We see it too and are working on it with the operator of the system.',
              'Wir sehen es auch und arbeiten mit dem Betreiber des Systems daran.',
            ),
          ),
        ),
        agent(
          1,
          note(
            say(
              'Database server has a full disk; cleaning up old exports. Operator is informed.',
              'Die Platte des Datenbankservers ist voll; alte Exporte werden aufgeräumt. Der Betreiber weiß Bescheid.',
            ),
          ),
        ),
        agent(
          0,
          reply(
            say(
              'The cause is found. Bookings should be quicker within the next half hour.',
              'Die Ursache ist gefunden. In der nächsten halben Stunde sollten die Buchungen schneller werden.',
            ),
          ),
        ),
      ],
    },
    {
      reporter: 1,
      type: 'service_request',
      title: say('Install the drawing program on my laptop', 'Zeichenprogramm auf meinem Notebook installieren'),
      asset: 'NB-1182',
      description: say(
        'I need the drawing program for the new layout of hall 3. My laptop is NB-1182.',
        'Für die neue Aufteilung von Halle 3 brauche ich das Zeichenprogramm. Mein Notebook ist NB-1182.',
      ),
      steps: [
        agent(1, take),
        agent(
          1,
          resolve(
            say(
              'The program is installed. You find it in the start menu under "Drawing". Please sign in with your usual account.',
              'Das Programm ist installiert. Sie finden es im Startmenü unter „Zeichnen“. Bitte melden Sie sich mit Ihrem gewohnten Konto an.',
            ),
          ),
        ),
      ],
    },
    {
      reporter: 0,
      type: 'incident',
      title: say('Headset has no sound in calls', 'Headset ohne Ton in Besprechungen'),
      asset: 'HD-0120',
      description: say(
        'In video calls I hear nothing in the headset. Music works.',
        'In Videobesprechungen höre ich im Headset nichts. Musik funktioniert.',
      ),
      steps: [
        agent(0, take),
        agent(
          0,
          resolve(
            say(
              'The headset was not chosen as the device for calls. We have set it; please try once more.',
              'Das Headset war nicht als Gerät für Gespräche ausgewählt. Wir haben es eingestellt; bitte versuchen Sie es noch einmal.',
            ),
          ),
        ),
        reporter(0, {
          kind: 'answer_resolution',
          answer: 'still_broken',
          body: say(
            'Still silent, I tried it in two calls just now.',
            'Immer noch kein Ton, ich habe es gerade in zwei Gesprächen versucht.',
          ),
        }),
      ],
    },
    {
      reporter: 1,
      type: 'incident',
      title: say('Cannot open delivery notes from e-mail', 'Lieferscheine aus E-Mails lassen sich nicht öffnen'),
      description: say(
        'Attachments open as an empty page since yesterday.',
        'Anhänge öffnen sich seit gestern als leere Seite.',
      ),
      steps: [
        agent(
          1,
          take,
          note(say('Known trouble of the last viewer update.', 'Bekannter Fehler des letzten Updates der Anzeige.')),
        ),
        agent(
          1,
          resolve(
            say(
              'We rolled the viewer back to the former version. Attachments open again.',
              'Wir haben die Anzeige auf die vorige Version zurückgesetzt. Anhänge öffnen sich wieder.',
            ),
          ),
        ),
        reporter(1, solved),
      ],
    },
    {
      reporter: 0,
      type: 'service_request',
      title: say('New mobile phone for the night shift', 'Neues Diensthandy für die Nachtschicht'),
      asset: 'MP-0031',
      description: say(
        'The old phone of the night shift has a broken display.',
        'Das Display des alten Handys der Nachtschicht ist kaputt.',
      ),
      steps: [
        agent(0, take),
        agent(
          0,
          resolve(say('The new phone lies ready at the IT counter.', 'Das neue Handy liegt am IT-Schalter bereit.')),
        ),
        reporter(0, solved),
        agent(0, close),
      ],
    },
    {
      reporter: 1,
      type: 'incident',
      title: say('Password reset mail does not arrive', 'E-Mail für ein neues Passwort kommt nicht an'),
      description: say(
        'I asked for a new password three times and never got a mail.',
        'Ich habe dreimal ein neues Passwort angefordert und nie eine E-Mail bekommen.',
      ),
      steps: [
        agent(1, take),
        agent(
          1,
          resolve(
            say(
              'The mails were in the quarantine. They are released now.',
              'Die E-Mails lagen in der Quarantäne. Sie sind jetzt freigegeben.',
            ),
          ),
        ),
        agent(1, {
          kind: 'set_status',
          to: 'in_progress',
          reason: say(
            'Two more people report the same: the filter still holds these mails back.',
            'Zwei weitere Personen melden dasselbe: Der Filter hält diese E-Mails noch immer zurück.',
          ),
        }),
        agent(
          1,
          reply(
            say(
              'We found a second rule in the mail filter and are changing it now.',
              'Wir haben im E-Mail-Filter eine zweite Regel gefunden und ändern sie gerade.',
            ),
          ),
        ),
      ],
    },
    {
      reporter: 0,
      type: 'incident',
      title: say('Labels are printed blank again', 'Etiketten kommen wieder leer heraus'),
      asset: 'PR-0204',
      description: say(
        'The same as in my other message about the printer at gate 4.',
        'Dasselbe wie in meiner anderen Meldung zum Drucker an Tor 4.',
      ),
      steps: [
        agent(0, {
          kind: 'set_status',
          to: 'cancelled',
          reason: say(
            'We follow this up in your first ticket about the printer.',
            'Wir bearbeiten das in Ihrem ersten Ticket zu diesem Drucker weiter.',
          ),
          reasonCode: 'duplicate',
        }),
      ],
    },
    {
      reporter: 1,
      type: 'service_request',
      title: say('Loan laptop for the trade fair', 'Leih-Notebook für die Messe'),
      description: say(
        'I need a loan laptop from Wednesday to Friday next week.',
        'Ich brauche nächste Woche von Mittwoch bis Freitag ein Leih-Notebook.',
      ),
      steps: [
        agent(1, take),
        reporter(1, {
          kind: 'request_withdrawal',
          body: say(
            'The fair was called off, so I no longer need it.',
            'Die Messe wurde abgesagt, ich brauche es also nicht mehr.',
          ),
        }),
      ],
    },
    {
      reporter: 0,
      type: 'service_request',
      title: say('Add Ms Weber to the shipping mailing list', 'Frau Weber in den Verteiler Versand aufnehmen'),
      description: say('She has been with us since the first of the month.', 'Sie ist seit dem Ersten bei uns.'),
      steps: [
        agent(0, take),
        agent(
          0,
          resolve(
            say(
              'Done: she gets all mails to the list from now on.',
              'Erledigt: Sie erhält ab jetzt alle E-Mails an den Verteiler.',
            ),
          ),
        ),
        agent(0, close),
      ],
    },
  ];
}
