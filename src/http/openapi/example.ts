/** A request and the reply it gets; `solveMs` and `requestId` differ from run to run. */
export interface Example {
  readonly name: string;
  readonly summary: string;
  readonly request: unknown;
  readonly status: number;
  readonly reply: unknown;
}
