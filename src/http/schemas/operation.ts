import { z } from 'zod';

/** What `/healthz` answers. */
export const Health = z
  .strictObject({
    status: z.literal('ok').meta({ description: 'Always `ok`.' }),
    invariantsBroken: z.int().meta({
      description:
        'Plans of its own that the independent checker has refused since the start; anything but 0 is a defect of the service.',
      examples: [0],
    }),
  })
  .meta({ description: 'The process answers.' });

/** What `/readyz` answers. */
export const Readiness = z
  .strictObject({ status: z.literal('ready').meta({ description: 'Always `ready`.' }) })
  .meta({ description: 'The service takes work.' });

/** One row of the table of errors. */
export const ErrorKind = z
  .strictObject({
    type: z.string().meta({
      description: 'The `type` of such a problem, relative to the service.',
      examples: ['/errors#QUEUE_FULL'],
    }),
    code: z.string().meta({ description: 'Stable name; branch on it.', examples: ['QUEUE_FULL'] }),
    status: z.int().meta({ description: 'HTTP status that it is answered with.', examples: [503] }),
    title: z.string().meta({ description: 'Short text, the same for every occurrence.' }),
    when: z.string().meta({ description: 'When it is given, and what to do.' }),
    retryAfterSeconds: z
      .int()
      .nullable()
      .meta({
        description:
          'Seconds after which trying again makes sense, as `Retry-After` says; null: trying again as it is does not help.',
        examples: [1],
      }),
  })
  .meta({ description: 'One kind of error.' });
/** The table of errors. */
export const ErrorTable = z.array(ErrorKind).meta({ description: 'Every kind of error that is answered.' });
