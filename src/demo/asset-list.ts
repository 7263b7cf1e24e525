import type { AssetCategory, MovementKind } from '../domain/asset.ts';
import type { Locale } from '../domain/locale.ts';

/** Who holds an asset: an index into the tenant's list of agents or reporters. */
export type Holder = Readonly<{ agent: number } | { reporter: number }>;

/** `days`: how many days ago it happened. */
type DemoMovement = Readonly<{ kind: MovementKind; days: number; to?: Holder; at?: string; note?: string }>;

type DemoAsset = Readonly<{
  number: string;
  name: string;
  category: AssetCategory;
  serial?: string;
  location: string;
  /** Oldest first: the last one is where it is now. */
  moved?: readonly DemoMovement[];
}>;

const handOver = (days: number, to: Holder, note?: string): DemoMovement => ({
  kind: 'hand_over',
  days,
  to,
  ...(note === undefined ? {} : { note }),
});
const reporter = (place: number): Holder => ({ reporter: place });
const agent = (place: number): Holder => ({ agent: place });

/** Things that the stories are about, and others like them, called in the tenant's language. The stories refer to them by their numbers. */
export function demoAssetsIn(language: Locale): readonly DemoAsset[] {
  const say = (en: string, de: string): string => ({ en, de })[language];
  return [
    {
      number: 'PR-0204',
      name: say('Label printer gate 4', 'Etikettendrucker Tor 4'),
      category: 'printer',
      serial: 'ZD421-88213',
      location: say('Store', 'Lager'),
      moved: [
        { kind: 'move', days: 400, at: say('Hall 2, gate 4', 'Halle 2, Tor 4') },
        {
          kind: 'repair',
          days: 120,
          at: say('Workshop', 'Werkstatt'),
          note: say('Print head replaced under warranty.', 'Druckkopf auf Garantie getauscht.'),
        },
        { kind: 'move', days: 112, at: say('Hall 2, gate 4', 'Halle 2, Tor 4') },
        handOver(90, reporter(0), say('The shift lead looks after it.', 'Die Schichtleitung kümmert sich darum.')),
      ],
    },
    {
      number: 'PR-0205',
      name: say('Label printer gate 6', 'Etikettendrucker Tor 6'),
      category: 'printer',
      serial: 'ZD421-88214',
      location: say('Hall 2, gate 6', 'Halle 2, Tor 6'),
    },
    {
      number: 'PR-0101',
      name: say('Office printer 1st floor', 'Bürodrucker 1. OG'),
      category: 'printer',
      serial: 'M608-1107',
      location: say('1st floor, copy room', '1. OG, Kopierraum'),
    },
    {
      number: 'PR-0102',
      name: say('Office printer 2nd floor', 'Bürodrucker 2. OG'),
      category: 'printer',
      serial: 'M608-1108',
      location: say('2nd floor, corridor', '2. OG, Flur'),
    },
    {
      number: 'NB-1182',
      name: say('Laptop, 15 inch', 'Notebook, 15 Zoll'),
      category: 'computer',
      serial: '5CG2380KLM',
      location: say('IT counter', 'IT-Schalter'),
      moved: [
        handOver(310, reporter(1), say('With bag and charger.', 'Mit Tasche und Ladegerät.')),
        { kind: 'move', days: 300, at: say('Desk 2.14', 'Platz 2.14') },
      ],
    },
    {
      number: 'NB-1183',
      name: say('Laptop, 14 inch', 'Notebook, 14 Zoll'),
      category: 'computer',
      serial: '5CG2380KLN',
      location: say('IT counter', 'IT-Schalter'),
      moved: [handOver(280, reporter(0), say('With bag and charger.', 'Mit Tasche und Ladegerät.'))],
    },
    {
      number: 'NB-1207',
      name: say('Loan laptop 1', 'Leih-Notebook 1'),
      category: 'computer',
      serial: '5CG2411AAB',
      location: say('IT counter', 'IT-Schalter'),
      moved: [
        handOver(60, reporter(1), say('For the customer day.', 'Für den Kundentag.')),
        {
          kind: 'return',
          days: 54,
          at: say('IT counter', 'IT-Schalter'),
          note: say('Complete and clean.', 'Vollständig und sauber.'),
        },
      ],
    },
    {
      number: 'NB-1208',
      name: say('Loan laptop 2', 'Leih-Notebook 2'),
      category: 'computer',
      serial: '5CG2411AAC',
      location: say('IT counter', 'IT-Schalter'),
    },
    {
      number: 'NB-1220',
      name: say('Laptop of the support team', 'Notebook des Support-Teams'),
      category: 'computer',
      location: say('Office IT', 'Büro IT'),
      moved: [handOver(200, agent(0))],
    },
    {
      number: 'NB-1221',
      name: say('Laptop of the support team', 'Notebook des Support-Teams'),
      category: 'computer',
      location: say('Office IT', 'Büro IT'),
      moved: [handOver(200, agent(1))],
    },
    {
      number: 'PC-0330',
      name: say('Packing table 3', 'Packtisch 3'),
      category: 'computer',
      location: say('Hall 1, packing', 'Halle 1, Verpackung'),
    },
    {
      number: 'PC-0331',
      name: say('Packing table 4', 'Packtisch 4'),
      category: 'computer',
      location: say('Hall 1, packing', 'Halle 1, Verpackung'),
    },
    {
      number: 'HS-0417',
      name: say('Hand scanner', 'Handscanner'),
      category: 'peripheral',
      serial: 'TC52-55102',
      location: say('Hall 2, charging station', 'Halle 2, Ladestation'),
      moved: [
        handOver(
          21,
          reporter(1),
          say('Instead of HS-0409, which is in repair.', 'Anstelle von HS-0409, der in Reparatur ist.'),
        ),
      ],
    },
    {
      number: 'HS-0409',
      name: say('Hand scanner', 'Handscanner'),
      category: 'peripheral',
      serial: 'TC52-55087',
      location: say('Hall 2, charging station', 'Halle 2, Ladestation'),
      moved: [
        handOver(180, reporter(1)),
        {
          kind: 'repair',
          days: 22,
          at: say('At the maker', 'Beim Hersteller'),
          note: say('Trigger is stuck.', 'Auslöser klemmt.'),
        },
      ],
    },
    {
      number: 'HS-0410',
      name: say('Hand scanner', 'Handscanner'),
      category: 'peripheral',
      location: say('Hall 2, charging station', 'Halle 2, Ladestation'),
    },
    {
      number: 'HS-0411',
      name: say('Hand scanner', 'Handscanner'),
      category: 'peripheral',
      location: say('Hall 2, charging station', 'Halle 2, Ladestation'),
    },
    {
      number: 'HD-0120',
      name: 'Headset',
      category: 'peripheral',
      serial: 'EV65-20014',
      location: say('IT counter', 'IT-Schalter'),
      moved: [handOver(45, reporter(0))],
    },
    {
      number: 'HD-0121',
      name: 'Headset',
      category: 'peripheral',
      serial: 'EV65-20015',
      location: say('IT counter', 'IT-Schalter'),
      moved: [handOver(45, reporter(1))],
    },
    {
      number: 'DK-0071',
      name: say('Docking station', 'Dockingstation'),
      category: 'peripheral',
      location: say('Desk 2.14', 'Platz 2.14'),
      moved: [handOver(300, reporter(1))],
    },
    {
      number: 'DS-0510',
      name: say('Monitor, 27 inch', 'Monitor, 27 Zoll'),
      category: 'display',
      serial: 'U2723-7741',
      location: say('Desk 2.14', 'Platz 2.14'),
      moved: [handOver(300, reporter(1))],
    },
    {
      number: 'DS-0511',
      name: say('Monitor, 27 inch', 'Monitor, 27 Zoll'),
      category: 'display',
      serial: 'U2723-7742',
      location: say('Store', 'Lager'),
    },
    {
      number: 'DS-0512',
      name: say('Monitor, 27 inch', 'Monitor, 27 Zoll'),
      category: 'display',
      serial: 'U2723-7743',
      location: say('Store', 'Lager'),
    },
    {
      number: 'DS-0600',
      name: say('Meeting room screen', 'Bildschirm im Besprechungsraum'),
      category: 'display',
      location: say('Room Baltic', 'Raum Ostsee'),
    },
    {
      number: 'MP-0031',
      name: say('Mobile phone of the night shift', 'Diensthandy der Nachtschicht'),
      category: 'phone',
      serial: 'R58N41',
      location: say('Shift office', 'Schichtbüro'),
      moved: [handOver(30, reporter(0), say('Goes from shift to shift.', 'Geht von Schicht zu Schicht.'))],
    },
    {
      number: 'MP-0018',
      name: say('Mobile phone, broken display', 'Diensthandy, Display kaputt'),
      category: 'phone',
      location: say('Store', 'Lager'),
      moved: [{ kind: 'return', days: 29, at: say('Store', 'Lager') }],
    },
    {
      number: 'MP-0040',
      name: say('Mobile phone', 'Diensthandy'),
      category: 'phone',
      location: say('IT counter', 'IT-Schalter'),
      moved: [handOver(15, agent(1))],
    },
    {
      number: 'SW-0001',
      name: say('Core switch', 'Core-Switch'),
      category: 'network',
      serial: 'C9300-0091',
      location: say('Server room', 'Serverraum'),
    },
    {
      number: 'SW-0014',
      name: say('Switch hall 2', 'Switch Halle 2'),
      category: 'network',
      serial: 'C9200-0144',
      location: say('Hall 2, cabinet north', 'Halle 2, Schrank Nord'),
    },
    {
      number: 'AP-0107',
      name: say('Access point loading bay', 'Access Point Laderampe'),
      category: 'network',
      location: say('Loading bay', 'Laderampe'),
      moved: [
        {
          kind: 'move',
          days: 9,
          at: say('Loading bay, pillar 3', 'Laderampe, Pfeiler 3'),
          note: say('The old place was behind the rack.', 'Der alte Platz war hinter dem Regal.'),
        },
      ],
    },
    {
      number: 'AP-0108',
      name: say('Access point hall 2', 'Access Point Halle 2'),
      category: 'network',
      location: say('Hall 2, ceiling', 'Halle 2, Decke'),
    },
    { number: 'FW-0001', name: 'Firewall', category: 'network', location: say('Server room', 'Serverraum') },
    {
      number: 'SV-0002',
      name: say('Database server', 'Datenbankserver'),
      category: 'server',
      serial: 'R740-3301',
      location: say('Server room', 'Serverraum'),
    },
    {
      number: 'SV-0003',
      name: say('Application server', 'Anwendungsserver'),
      category: 'server',
      serial: 'R740-3302',
      location: say('Server room', 'Serverraum'),
    },
    {
      number: 'SV-0009',
      name: say('Backup server', 'Backup-Server'),
      category: 'server',
      location: say('Server room 2', 'Serverraum 2'),
    },
    {
      number: 'UP-0001',
      name: say('Uninterruptible power supply', 'Unterbrechungsfreie Stromversorgung'),
      category: 'other',
      location: say('Server room', 'Serverraum'),
    },
    {
      number: 'BM-0003',
      name: say('Projector', 'Beamer'),
      category: 'other',
      location: say('Room Baltic', 'Raum Ostsee'),
    },
  ];
}
