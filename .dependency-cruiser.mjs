/**
 * Who may import whom. A folder may always import itself; beyond that, only what its row names: folders or
 * files of src, or packages. `test/architecture` proves that every rule here can fail.
 */
export const MAY_IMPORT = {
  domain: { packages: ['zod', 'temporal-polyfill'] },
  input: { paths: ['domain/'], packages: ['zod'], node: true },
  program: {},
  formulation: { paths: ['domain/', 'program/'] },
  solver: { paths: ['program/'], packages: ['javascript-lp-solver', 'highs'], node: true },
  decision: { paths: ['domain/', 'formulation/', 'solver/outcome.ts'] },
  'decision/verify': { paths: ['domain/'], packages: ['zod'] },
  attempt: {
    paths: [
      'domain/',
      'program/',
      'formulation/',
      'decision/',
      'solver/engine.ts',
      'solver/outcome.ts',
      'solver/parameters.ts',
    ],
  },
  wave: {
    paths: [
      'domain/',
      'program/',
      'formulation/',
      'decision/',
      'attempt/',
      'solver/engine.ts',
      'solver/packing/',
    ],
  },
  routing: { paths: ['domain/'] },
  threads: {
    paths: ['attempt/', 'wave/', 'decision/verify/', 'domain/', 'input/', 'solver/'],
    packages: ['piscina', 'zod'],
    node: true,
  },
  release: { paths: ['domain/', 'routing/', 'attempt/', 'wave/', 'decision/', 'errors.ts'] },
  'release/ports': { paths: ['domain/'] },
  'release/payment/gateways': {
    paths: ['release/payment/gateway.ts', 'release/outbound/'],
    packages: ['stripe', 'zod'],
  },
  'release/outbound': { node: true },
  store: {
    paths: ['domain/', 'release/ports/', 'errors.ts'],
    packages: ['pg', 'kysely', '@electric-sql/pglite'],
    node: true,
  },
  scheduling: { paths: ['domain/', 'release/ports/', 'errors.ts'], packages: ['pg-boss'] },
  http: {
    paths: ['attempt/', 'decision/', 'domain/', 'input/', 'release/', 'solver/engine.ts', 'errors.ts'],
    packages: ['fastify', '@fastify/', 'fastify-type-provider-zod', 'openapi-types', 'zod', 'pino'],
    node: true,
  },
  cli: {
    paths: ['attempt/', 'decision/', 'domain/', 'formulation/', 'input/', 'release/', 'errors.ts'],
    packages: ['zod'],
    node: true,
  },
};

const quoted = (text) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

function ruleFor(folder, { paths = [], packages = [], node = false }) {
  const nested = Object.keys(MAY_IMPORT).filter((other) => other.startsWith(`${folder}/`));
  const allowed = [
    `^src/${quoted(folder)}/`,
    ...paths.map((path) => `^src/${quoted(path)}`),
    ...packages.map((name) => `(^|/)node_modules/(@types/)?${quoted(name)}`),
  ];
  return {
    name: `${folder.replace('/', '-')}-imports`,
    comment: `src/${folder} may import only what the table in this file allows`,
    severity: 'error',
    from: {
      path: `^src/${quoted(folder)}/`,
      ...(nested.length > 0 && { pathNot: nested.map((other) => `^src/${quoted(other)}/`) }),
    },
    to: { pathNot: allowed, ...(node && { dependencyTypesNot: ['core'] }) },
  };
}

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...Object.entries(MAY_IMPORT).map(([folder, row]) => ruleFor(folder, row)),
    {
      name: 'worker-without-http',
      comment: 'a worker process serves nothing, and depends on nothing that does',
      severity: 'error',
      from: { path: '^src/app/work\\.ts$' },
      to: { path: '^src/http/', reachable: true },
    },
    {
      name: 'no-cycles',
      comment: 'one-way imports or nothing',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'src-does-not-know-tests',
      comment: 'what ships does not import tests, benches or development tools',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|bench)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-development-dependency',
      comment: 'what ships imports only packages that are installed with it',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown', 'unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      extensions: ['.ts', '.js', '.mjs'],
      conditionNames: ['types', 'import', 'default'],
    },
  },
};
