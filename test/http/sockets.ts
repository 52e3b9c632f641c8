import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';

/** An HTTP answer as read from a socket, with what tests look at. */
export interface Answer {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: string;
  json(): unknown;
}

/** Reads one answer, whose connection is closed after it. */
function parseAnswer(raw: string): Answer {
  const end = raw.indexOf('\r\n\r\n');
  const [first = '', ...rows] = raw.slice(0, end).split('\r\n');
  const headers = Object.fromEntries(rows.map((row) => row.split(/: (.*)/s).slice(0, 2)));
  const body = raw.slice(end + 4);
  return { statusCode: Number(first.split(' ')[1]), headers, body, json: () => JSON.parse(body) };
}

/** What a client reads from a connection that `answer` writes to. */
export async function exchange(answer: (socket: Socket) => void): Promise<Answer> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const raw = await text(connect((server.address() as AddressInfo).port, '127.0.0.1'));
  server.close();
  return parseAnswer(raw);
}

/** Writes bytes to a server and reads until it closes the connection. */
export async function send(port: number, bytes: string): Promise<Answer> {
  const socket = connect(port, '127.0.0.1');
  socket.write(bytes);
  return parseAnswer(await text(socket));
}
