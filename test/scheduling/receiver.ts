import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SiteEvent } from '../../src/domain/site/event.ts';

interface Received {
  readonly event: SiteEvent;
  readonly body: string;
  readonly signature: string;
}

/** A receiver of webhooks on loopback, which answers as a test says. */
export class Receiver {
  readonly received: Received[] = [];
  /** The statuses of its next answers; 200 where there are no more. */
  answers: number[] = [];
  #server: Server | undefined;
  /** Begins to listen. @returns its address */
  async listen(): Promise<string> {
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        this.received.push({
          event: JSON.parse(body),
          body,
          signature: String(request.headers['x-signature']),
        });
        response.statusCode = this.answers.shift() ?? 200;
        response.end();
      });
    });
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  }
  close(): void {
    this.#server?.closeAllConnections();
    this.#server?.close();
  }
}
