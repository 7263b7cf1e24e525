import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { type RequestListener, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { type ClientPatience, createWebServer } from '../../../web/http/web-server.ts';

let server: Server;
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

/** More than the system keeps for a connection by itself. */
const large = Buffer.alloc(32 * 1024 * 1024, 'x');

async function serve(answer: RequestListener, patience: Partial<ClientPatience>): Promise<void> {
  server = createWebServer(answer, patience).listen(0, '127.0.0.1');
  await once(server, 'listening');
}

async function client(sends: string): Promise<Socket> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  sockets.push(socket);
  await once(socket, 'connect');
  socket.on('error', () => undefined);
  socket.write(sends);
  return socket;
}

const get = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';
const long = 60_000;
const patient: ClientPatience = { head: long, request: long, silence: long, answer: long };

describe('a client that is slow', () => {
  it('to read an answer is cut off, and what it was to read is let go', async () => {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    await serve(
      (_request, response) => {
        response.once('close', () => resolve(response.writableFinished));
        response.end(large);
      },
      { ...patient, answer: 300 },
    );
    const socket = await client(get);
    socket.pause();
    expect(await promise).toBe(false);
  });

  it('but reads all the time is cut off when it takes too long; who is quick is not', async () => {
    const ended: ((whole: boolean) => void)[] = [];
    await serve(
      (_request, response) => {
        const told = ended.shift();
        response.once('close', () => told?.(response.writableFinished));
        response.end(large);
      },
      { ...patient, answer: 1500 },
    );
    const answerTo = async (read: (socket: Socket) => void): Promise<boolean> => {
      const { promise, resolve } = Promise.withResolvers<boolean>();
      ended.push(resolve);
      read(await client(get));
      return promise;
    };
    expect(await answerTo((socket) => socket.resume())).toBe(true);
    // A little every now and then keeps a connection from being silent.
    const sip = (socket: Socket): void => {
      socket.pause();
      const sipping = setInterval(() => socket.read(1000), 50);
      socket.once('close', () => clearInterval(sipping));
    };
    expect(await answerTo(sip)).toBe(false);
  });

  it.each([
    ['to send the head of its request', 'GET / HT', { head: 200 }],
    ['to send its form', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\na=', { request: 200 }],
  ])('%s is told so and cut off', async (_what, sends, more) => {
    await serve((request, response) => void request.resume().once('end', () => response.end()), {
      ...patient,
      ...more,
    });
    const socket = await client(sends);
    let told = '';
    socket.setEncoding('utf8').on('data', (text: string) => (told += text));
    await once(socket, 'close');
    expect(told).toContain('408 Request Timeout');
  });

  it('to do anything at all is cut off', async () => {
    await serve(() => undefined, { ...patient, silence: 200 });
    await once(await client(get), 'close');
  });

  it('is no reason to cut off others', async () => {
    await serve((_request, response) => void response.end('here'), { ...patient, answer: 100 });
    const socket = await client(get);
    const [first] = (await once(socket, 'data')) as [Buffer];
    socket.write(get);
    const [second] = (await once(socket, 'data')) as [Buffer];
    expect([first.toString(), second.toString()].map((text) => text.includes('here'))).toEqual([true, true]);
  });
});
