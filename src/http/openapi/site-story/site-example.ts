/** A request that works once those before it in the story have been sent to an empty store. */
export interface SiteExample {
  readonly operationId: string;
  /** `{webhookId}` stands for the id that the last webhook was given. */
  readonly url: string;
  readonly name: string;
  readonly summary: string;
  readonly request: object;
  /** The status that it is answered with. */
  readonly status: number;
}
