import fc from 'fast-check';
import type { Actor } from '../../src/domain/actor.ts';
import type { Change, Command, Seen } from '../../src/domain/command.ts';
import { statuses } from '../../src/domain/status.ts';
import { cancelReasons, priorities, resolutionAnswers, ticketTypes, visibilities } from '../../src/domain/ticket.ts';
import { ids } from '../support/builders.ts';
import { permissionSets } from './state-machine.ts';

const people = fc.constantFrom(ids.reporter, ids.agent, ids.otherAgent, ids.stranger);
const assets = fc.constantFrom(ids.asset, ids.otherAsset, ids.asset.toUpperCase());
const movements = fc.constantFrom(ids.movement, ids.movement.replace(/1$/, '2'));
const permissions = fc.oneof(
  { weight: 2, arbitrary: fc.constant(permissionSets[7]!) },
  { weight: 1, arbitrary: fc.constantFrom(...permissionSets) },
);

/** Anybody: agents for the most part, the reporter, people who are both or neither, keys, mail links, system, operators. */
export const actors: fc.Arbitrary<Actor> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('user' as const), id: people, permissions }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('integration' as const), id: people, permissions }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('mail_link' as const), id: people }) },
  { weight: 1, arbitrary: fc.constant<Actor>({ kind: 'system', name: 'agent_removed' }) },
  { weight: 1, arbitrary: fc.constant<Actor>({ kind: 'operator', name: 'olga' }) },
);

const goodText = fc.constantFrom('x', ' some words\r\n', 'Ünïcödé 😀');

/** Values that a caller could send where a known word is expected; some are properties of every object. */
const garbage = fc.oneof(
  fc.constantFrom('', 'constructor', '__proto__', 'toString', 'OPEN', '\0', '\uD800', 'x'.repeat(300)),
  fc.string({ unit: 'binary' }),
);

/** How the values of a change are made: those of the closed sets, or also anything else. */
type Values = Readonly<{
  word: <T extends string>(known: readonly T[]) => fc.Arbitrary<T>;
  text: fc.Arbitrary<string>;
}>;

const known: Values = { word: (words) => fc.constantFrom(...words), text: goodText };

const anything: Values = {
  word: <T extends string>(words: readonly T[]) =>
    fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...words) }, { weight: 1, arbitrary: garbage as fc.Arbitrary<T> }),
  text: fc.oneof({ weight: 3, arbitrary: goodText }, { weight: 1, arbitrary: garbage }),
};

function aChange({ word, text }: Values): fc.Arbitrary<Change> {
  const kind = <K extends string>(name: K) => fc.constant(name);
  const some = { requiredKeys: ['kind'] as ['kind'] };
  const setStatus = fc.record(
    {
      kind: kind('set_status'),
      to: word(statuses),
      solution: text,
      reason: text,
      reasonCode: word(cancelReasons),
    },
    { requiredKeys: ['kind', 'to'] },
  );
  const plainSetStatus = fc.record({ kind: kind('set_status'), to: word(statuses) });
  const assignee = fc.option(people);
  return fc.oneof(
    { weight: 4, arbitrary: plainSetStatus },
    { weight: 1, arbitrary: setStatus },
    { weight: 2, arbitrary: fc.record({ kind: kind('assign'), to: assignee }) },
    {
      weight: 1,
      arbitrary: fc.record(
        { kind: kind('comment'), visibility: word(visibilities), body: text, expectsAnswer: fc.boolean() },
        { requiredKeys: ['kind', 'visibility', 'body'] },
      ),
    },
    {
      weight: 1,
      arbitrary: fc.record(
        { kind: kind('edit'), title: text, description: text, type: word(ticketTypes), priority: word(priorities) },
        some,
      ),
    },
    {
      weight: 2,
      arbitrary: fc.record(
        { kind: kind('answer_resolution'), answer: word(resolutionAnswers), body: text },
        { requiredKeys: ['kind', 'answer'] },
      ),
    },
    { weight: 1, arbitrary: fc.record({ kind: kind('request_withdrawal'), body: text }, some) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('link_asset', 'unlink_asset'), assetId: assets }) },
    { weight: 1, arbitrary: fc.record({ kind: kind('set_assets'), assetIds: fc.array(assets, { maxLength: 3 }) }) },
    { weight: 1, arbitrary: fc.record({ kind: kind('set_movement'), movementId: fc.option(movements) }) },
  );
}

function commandsOf(change: fc.Arbitrary<Change>): fc.Arbitrary<Command> {
  const changes = fc.array(change, { minLength: 1, maxLength: 3 });
  return fc.record({ id: fc.uuid(), fingerprint: fc.constant('f'), actor: actors, changes });
}

/** Commands of anybody, of one to three changes, in the words that exist. */
export const commands: fc.Arbitrary<Command> = commandsOf(aChange(known));

const seen = fc.oneof(
  fc.record({ status: anything.word(statuses), assigneeId: fc.option(people), title: garbage }, { requiredKeys: [] }),
  fc.dictionary(garbage, garbage) as fc.Arbitrary<Seen>,
);

/** Commands as they may come from outside: of the right shape, with unknown words, unusable texts and odd versions. */
export const wildCommands: fc.Arbitrary<Command> = fc
  .tuple(
    commandsOf(aChange(anything)),
    fc.record({ ifVersion: fc.oneof(fc.nat(6), fc.double()), seen }, { requiredKeys: [] }),
    fc.boolean(),
  )
  .map(([command, conditions, conditional]) => (conditional ? { ...command, ...conditions } : command));
