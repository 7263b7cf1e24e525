import type { AssetCategory, MovementKind } from '../domain/asset.ts';

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

/** Things that the stories are about, and others like them. The stories refer to them by their numbers. */
export const demoAssets: readonly DemoAsset[] = [
  {
    number: 'PR-0204',
    name: 'Label printer gate 4',
    category: 'printer',
    serial: 'ZD421-88213',
    location: 'Store',
    moved: [
      { kind: 'move', days: 400, at: 'Hall 2, gate 4' },
      { kind: 'repair', days: 120, at: 'Workshop', note: 'Print head replaced under warranty.' },
      { kind: 'move', days: 112, at: 'Hall 2, gate 4' },
      handOver(90, reporter(0), 'The shift lead looks after it.'),
    ],
  },
  {
    number: 'PR-0205',
    name: 'Label printer gate 6',
    category: 'printer',
    serial: 'ZD421-88214',
    location: 'Hall 2, gate 6',
  },
  {
    number: 'PR-0101',
    name: 'Office printer 1st floor',
    category: 'printer',
    serial: 'M608-1107',
    location: '1st floor, copy room',
  },
  {
    number: 'PR-0102',
    name: 'Office printer 2nd floor',
    category: 'printer',
    serial: 'M608-1108',
    location: '2nd floor, corridor',
  },
  {
    number: 'NB-1182',
    name: 'Laptop, 15 inch',
    category: 'computer',
    serial: '5CG2380KLM',
    location: 'IT counter',
    moved: [handOver(310, reporter(1), 'With bag and charger.'), { kind: 'move', days: 300, at: 'Desk 2.14' }],
  },
  {
    number: 'NB-1183',
    name: 'Laptop, 14 inch',
    category: 'computer',
    serial: '5CG2380KLN',
    location: 'IT counter',
    moved: [handOver(280, reporter(0), 'With bag and charger.')],
  },
  {
    number: 'NB-1207',
    name: 'Loan laptop 1',
    category: 'computer',
    serial: '5CG2411AAB',
    location: 'IT counter',
    moved: [
      handOver(60, reporter(1), 'For the customer day.'),
      { kind: 'return', days: 54, at: 'IT counter', note: 'Complete and clean.' },
    ],
  },
  { number: 'NB-1208', name: 'Loan laptop 2', category: 'computer', serial: '5CG2411AAC', location: 'IT counter' },
  {
    number: 'NB-1220',
    name: 'Laptop of the support team',
    category: 'computer',
    location: 'Office IT',
    moved: [handOver(200, agent(0))],
  },
  {
    number: 'NB-1221',
    name: 'Laptop of the support team',
    category: 'computer',
    location: 'Office IT',
    moved: [handOver(200, agent(1))],
  },
  { number: 'PC-0330', name: 'Packing table 3', category: 'computer', location: 'Hall 1, packing' },
  { number: 'PC-0331', name: 'Packing table 4', category: 'computer', location: 'Hall 1, packing' },
  {
    number: 'HS-0417',
    name: 'Hand scanner',
    category: 'peripheral',
    serial: 'TC52-55102',
    location: 'Hall 2, charging station',
    moved: [handOver(21, reporter(1), 'Instead of HS-0409, which is in repair.')],
  },
  {
    number: 'HS-0409',
    name: 'Hand scanner',
    category: 'peripheral',
    serial: 'TC52-55087',
    location: 'Hall 2, charging station',
    moved: [handOver(180, reporter(1)), { kind: 'repair', days: 22, at: 'At the maker', note: 'Trigger is stuck.' }],
  },
  { number: 'HS-0410', name: 'Hand scanner', category: 'peripheral', location: 'Hall 2, charging station' },
  { number: 'HS-0411', name: 'Hand scanner', category: 'peripheral', location: 'Hall 2, charging station' },
  {
    number: 'HD-0120',
    name: 'Headset',
    category: 'peripheral',
    serial: 'EV65-20014',
    location: 'IT counter',
    moved: [handOver(45, reporter(0))],
  },
  {
    number: 'HD-0121',
    name: 'Headset',
    category: 'peripheral',
    serial: 'EV65-20015',
    location: 'IT counter',
    moved: [handOver(45, reporter(1))],
  },
  {
    number: 'DK-0071',
    name: 'Docking station',
    category: 'peripheral',
    location: 'Desk 2.14',
    moved: [handOver(300, reporter(1))],
  },
  {
    number: 'DS-0510',
    name: 'Monitor, 27 inch',
    category: 'display',
    serial: 'U2723-7741',
    location: 'Desk 2.14',
    moved: [handOver(300, reporter(1))],
  },
  { number: 'DS-0511', name: 'Monitor, 27 inch', category: 'display', serial: 'U2723-7742', location: 'Store' },
  { number: 'DS-0512', name: 'Monitor, 27 inch', category: 'display', serial: 'U2723-7743', location: 'Store' },
  { number: 'DS-0600', name: 'Meeting room screen', category: 'display', location: 'Room Baltic' },
  {
    number: 'MP-0031',
    name: 'Mobile phone of the night shift',
    category: 'phone',
    serial: 'R58N41',
    location: 'Shift office',
    moved: [handOver(30, reporter(0), 'Goes from shift to shift.')],
  },
  {
    number: 'MP-0018',
    name: 'Mobile phone, broken display',
    category: 'phone',
    location: 'Store',
    moved: [{ kind: 'return', days: 29, at: 'Store' }],
  },
  {
    number: 'MP-0040',
    name: 'Mobile phone',
    category: 'phone',
    location: 'IT counter',
    moved: [handOver(15, agent(1))],
  },
  { number: 'SW-0001', name: 'Core switch', category: 'network', serial: 'C9300-0091', location: 'Server room' },
  {
    number: 'SW-0014',
    name: 'Switch hall 2',
    category: 'network',
    serial: 'C9200-0144',
    location: 'Hall 2, cabinet north',
  },
  {
    number: 'AP-0107',
    name: 'Access point loading bay',
    category: 'network',
    location: 'Loading bay',
    moved: [{ kind: 'move', days: 9, at: 'Loading bay, pillar 3', note: 'The old place was behind the rack.' }],
  },
  { number: 'AP-0108', name: 'Access point hall 2', category: 'network', location: 'Hall 2, ceiling' },
  { number: 'FW-0001', name: 'Firewall', category: 'network', location: 'Server room' },
  { number: 'SV-0002', name: 'Database server', category: 'server', serial: 'R740-3301', location: 'Server room' },
  { number: 'SV-0003', name: 'Application server', category: 'server', serial: 'R740-3302', location: 'Server room' },
  { number: 'SV-0009', name: 'Backup server', category: 'server', location: 'Server room 2' },
  { number: 'UP-0001', name: 'Uninterruptible power supply', category: 'other', location: 'Server room' },
  { number: 'BM-0003', name: 'Projector', category: 'other', location: 'Room Baltic' },
];
