import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import proto from '@temporalio/proto';
import { Worker } from '@temporalio/worker';
import type { Actor } from '../../src/domain/actor.ts';
import { createTicketGateway } from '../../src/temporal/gateway.ts';
import { productTaskQueue as taskQueue, ticketWorkflowId } from '../../src/temporal/names.ts';
import { refreshSignal } from '../../src/temporal/messages.ts';
import { Unavailable } from '../../src/temporal/ticket-gateway.ts';
import { commandBy, creationBy } from '../support/product.ts';
import type { System } from '../support/processes.ts';
import { testServers } from '../support/servers.ts';
import { expectSound } from '../support/soundness.ts';

/** Who writes: an agent and a reporter of one tenant. */
export type Writers = Readonly<{ tenantId: string; agent: Actor; reporter: Extract<Actor, { kind: 'user' }> }>;

/** How a ticket is hammered. `processes`: how many gateways of their own send, as so many processes would. */
export type Hammering = Readonly<{
  processes: number;
  writers: number;
  commands: number;
  /** Kills the worker with SIGKILL in the midst of it. */
  kill?: boolean;
}>;

/** What came of it: times of the commands that were answered, in ms, and how often a writer was told to come again. */
export type Hammered = Readonly<{ ticketId: string; p50: number; p99: number; seconds: number; refusals: number }>;

/**
 * Many write on one ticket at once, replies and notes, each insisting until there is an answer, while signals come in
 * between. Afterwards every command is there exactly once, the history is whole, and each run of the workflow replays.
 * @throws where one of this does not hold
 */
export async function hammer(system: System, who: Writers, wish: Hammering): Promise<Hammered> {
  const { client, orm } = system;
  const tools = { client, orm, taskQueue, deadlineMs: 10_000 };
  const gateways = Array.from({ length: wish.processes }, () => createTicketGateway(tools));
  const tenant = { id: who.tenantId, reporter: who.reporter } as Parameters<typeof creationBy>[0];
  const { ticketId } = await gateways[0]!.create(creationBy(tenant));
  const handle = client.workflow.getHandle(ticketWorkflowId(who.tenantId, ticketId));
  const places = Array.from({ length: wish.commands }, (_, place) => place).values();
  const times: number[] = [];
  const sent = new Set<string>();
  let refusals = 0;

  async function write(writer: number): Promise<void> {
    const gateway = gateways[writer % gateways.length]!;
    for (const place of places) {
      const visibility = place % 4 === 0 ? 'external' : 'internal';
      const command = commandBy(who.agent, { kind: 'comment', visibility, body: `Comment ${place}` });
      sent.add(command.id);
      const began = performance.now();
      for (;;) {
        try {
          await gateway.send(who.tenantId, ticketId, command);
          break;
        } catch (error) {
          if (!(error instanceof Unavailable)) throw error;
          refusals += 1;
          await pause(100);
        }
      }
      times.push(performance.now() - began);
    }
  }

  const ending = new AbortController();
  const signalling = (async () => {
    while (!ending.signal.aborted) {
      await handle.signal(refreshSignal).catch(() => {});
      await pause(40);
    }
  })();
  const began = performance.now();
  const writing = Promise.all(Array.from({ length: wish.writers }, (_, writer) => write(writer)));
  if (wish.kill === true) {
    while (times.length < wish.commands / 3) await pause(20);
    await system.worker.kill();
    await system.worker.start();
  }
  await writing;
  const seconds = (performance.now() - began) / 1000;
  ending.abort();
  await signalling;
  for (const gateway of gateways) await gateway.close();

  const { events } = await expectSound(orm, who.tenantId, ticketId, system.appSecret);
  const saved = events.slice(1).map(({ commandId }) => commandId);
  if (saved.length !== sent.size || new Set(saved).size !== sent.size || !saved.every((id) => sent.has(id))) {
    throw new Error(`${saved.length} events of ${sent.size} commands`);
  }
  await replayAll(system, ticketWorkflowId(who.tenantId, ticketId));
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.floor(times.length * share)] ?? 0;
  return { ticketId, p50: at(0.5), p99: at(0.99), seconds, refusals };
}

/** Replays every run of the workflow by the code as it is. */
async function replayAll({ client }: System, workflowId: string): Promise<void> {
  const histories = [];
  for await (const { runId } of client.workflow.list({ query: `WorkflowId = '${workflowId}'` })) {
    const fetched = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    // Through its own JSON: the SDK's packages each have a protobuf library of their own.
    const { History } = proto.temporal.api.history.v1;
    const history = History.fromObject(JSON.parse(JSON.stringify(fetched)));
    histories.push({ workflowId: `${workflowId}/${randomUUID()}`, history });
  }
  if (histories.length === 0) throw new Error(`No run of ${workflowId} was found`);
  const workflowBundle = { codePath: testServers().bundlePath };
  for await (const { error } of Worker.runReplayHistories({ workflowBundle }, histories)) {
    if (error !== undefined) throw error;
  }
}
