// Adds to package-lock.json the optional packages of other platforms that a registry mirror did not serve.
// `npm ci` refuses a lock without them. Run after `npm install`; changes nothing where the lock is complete.
import { readFileSync, writeFileSync } from 'node:fs';

const SYSTEMS = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
];
const PROCESSORS = [
  'arm',
  'arm64',
  'ia32',
  'loong64',
  'mips64el',
  'mipsel',
  'ppc64',
  'riscv64',
  's390x',
  'wasm32',
  'x64',
];
const ALIASES = { windows: 'win32', linuxmusl: 'linux', wasi: 'wasm32' };
const LIBRARIES = { musl: 'musl', linuxmusl: 'musl', gnu: 'glibc', gnueabihf: 'glibc' };

const file = process.argv[2] ?? 'package-lock.json';
const lock = JSON.parse(readFileSync(file, 'utf8'));
const { packages } = lock;

/** What the name of a platform's package says of the platform. */
function platformOf(name) {
  const words = name.split('/').pop().split('-');
  const known = words.map((word) => ALIASES[word] ?? word);
  const os = known.find((word) => SYSTEMS.includes(word));
  const cpu = known.find((word) => PROCESSORS.includes(word));
  const libc = words.map((word) => LIBRARIES[word]).find(Boolean);
  return os === undefined && cpu === undefined ? null : { os, cpu, libc };
}

let added = 0;
for (const [place, { optionalDependencies = {}, dev }] of Object.entries(packages)) {
  for (const [name, range] of Object.entries(optionalDependencies)) {
    if (packages[`${place}/node_modules/${name}`] ?? packages[`node_modules/${name}`]) continue;
    const platform = platformOf(name);
    if (platform === null) {
      console.error(`${name}, wanted by ${place}, names no platform: add it by hand`);
      process.exitCode = 1;
      continue;
    }
    const { os, cpu, libc } = platform;
    packages[`node_modules/${name}`] = {
      version: range.replace(/^[~^]/, ''),
      ...(cpu && { cpu: [cpu] }),
      ...(dev && { dev }),
      ...(libc && { libc: [libc] }),
      optional: true,
      ...(os && { os: [os] }),
    };
    added += 1;
  }
}
if (added > 0) {
  const sorted = Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
  writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`);
}
console.log(`${added} added`);
