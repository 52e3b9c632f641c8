import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** How a database goes away: its connections break and no new ones are taken, or it says nothing any more. */
export type Away = 'cut' | 'silent';

/** A wire to a Postgres server, which goes away when a text is sent over it. */
export class Wire {
  readonly #sockets = new Set<Socket>();
  #isAway = false;

  private constructor(
    readonly server: Server,
    readonly url: string,
  ) {}

  /**
   * @param databaseUrl what it leads to
   * @param at the text at which it goes away; it is not passed on
   */
  static async to(databaseUrl: string, at: string, away: Away): Promise<Wire> {
    const target = new URL(databaseUrl);
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = new URL(databaseUrl);
    url.port = String((server.address() as { port: number }).port);
    const wire = new Wire(server, url.href);
    server.on('connection', (near) => wire.#join(near, target, at, away));
    return wire;
  }

  get isAway(): boolean {
    return this.#isAway;
  }

  #join(near: Socket, target: URL, at: string, away: Away): void {
    if (this.#isAway && away === 'cut') return void near.destroy();
    const far = connect(Number(target.port), target.hostname);
    for (const socket of [near, far]) {
      this.#sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        this.#sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.on('data', (bytes) => {
      this.#isAway ||= bytes.includes(at);
      if (!this.#isAway) far.write(bytes);
      else if (away === 'cut') for (const socket of this.#sockets) socket.destroy();
    });
    far.on('data', (bytes) => {
      if (!this.#isAway) near.write(bytes);
    });
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }
}
