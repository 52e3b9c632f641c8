/**
 * What is mutated together, and which tests must notice: those of the folder itself, and whole attempts where its
 * behaviour is stated by them. No test here starts a process or a thread; where one needs a store, all share a server.
 */
export const FOLDERS = {
  domain: {
    mutate: ['src/domain/**/*.ts'],
    tests: ['test/domain/**', 'test/input/**', 'test/cases/**', 'test/formulation/**'],
  },
  formulation: {
    mutate: ['src/formulation/**/*.ts'],
    tests: ['test/formulation/**', 'test/cases/**', 'test/decision/**'],
  },
  'decision/verify': {
    mutate: ['src/decision/verify/**/*.ts'],
    tests: ['test/decision/**', 'test/cases/**'],
  },
  decision: {
    mutate: ['src/decision/**/*.ts', '!src/decision/verify/**/*.ts'],
    tests: ['test/decision/**', 'test/cases/**'],
  },
  routing: { mutate: ['src/routing/**/*.ts'], tests: ['test/routing/**'] },
  'release (states, events, checks, gateways)': {
    mutate: [
      'src/release/{changed-meanwhile,split,states,transition}.ts',
      'src/release/events/new-events.ts',
      'src/release/checks/{duplicates,same,site-day,storable}.ts',
      'src/release/orders/order-checks.ts',
      'src/release/outbound/*.ts',
      'src/release/payment/gateways/*.ts',
      'src/release/run/dry-stock.ts',
    ],
    tests: [
      'test/release/*.test.ts',
      'test/release/events/**',
      'test/release/checks/inputs.test.ts',
      'test/release/outbound/**',
      'test/release/payment/**',
      'test/release/run/**',
    ],
  },
  'release (services)': {
    mutate: [
      'src/release/{carry-out,run,shipments,supply}/*.ts',
      'src/release/orders/place-order.ts',
      'src/release/payment/*.ts',
      'src/release/events/webhooks.ts',
      'src/release/{catalogue,execute-write,maintenance,record-steps,site-view}.ts',
      '!src/release/run/dry-stock.ts',
    ],
    tests: ['test/release/service/**', 'test/release/promises/**', 'test/release/checks/**'],
    needsStore: true,
  },
  'solver/structured': {
    mutate: ['src/solver/structured/**/*.ts'],
    tests: ['test/solver/structured/**', 'test/cases/**'],
  },
};
