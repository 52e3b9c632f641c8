import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise, type ICruiseResult, type IViolation } from 'dependency-cruiser';
import { afterAll, describe, expect, it } from 'vitest';
import configuration, { MAY_IMPORT } from '../../.dependency-cruiser.mjs';

const root = mkdtempSync(join(tmpdir(), 'import-rules-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Writes a small project and returns the rules that it breaks. */
async function brokenRules(name: string, files: Record<string, string>): Promise<string[]> {
  const baseDir = join(root, name);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(baseDir, file)), { recursive: true });
    writeFileSync(join(baseDir, file), text);
  }
  const { doNotFollow, tsPreCompilationDeps, enhancedResolveOptions } = configuration.options ?? {};
  const result = await cruise(['src'], {
    ...(doNotFollow && { doNotFollow }),
    ...(tsPreCompilationDeps && { tsPreCompilationDeps }),
    ...(enhancedResolveOptions && { enhancedResolveOptions }),
    baseDir,
    validate: true,
    ruleSet: { forbidden: configuration.forbidden ?? [] },
  });
  return (result.output as ICruiseResult).summary.violations.map(
    (violation: IViolation) => violation.rule.name,
  );
}

/** A folder that a row does not name, and so must be refused. */
const strangerTo = (folder: string) => (folder === 'http' ? 'store' : 'http');

describe('every import rule can fail', () => {
  for (const folder of Object.keys(MAY_IMPORT)) {
    const up = '../'.repeat(folder.split('/').length);
    const rule = `${folder.replace('/', '-')}-imports`;

    it(`${rule} refuses a folder that its row does not name`, async () => {
      const stranger = strangerTo(folder);
      const broken = await brokenRules(`${rule}-folder`, {
        [`src/${folder}/probe.ts`]: `import { x } from '${up}${stranger}/stranger.ts';\nexport const y = x;\n`,
        [`src/${stranger}/stranger.ts`]: 'export const x = 1;\n',
      });
      expect(broken).toContain(rule);
    });

    it(`${rule} accepts its own folder`, async () => {
      const broken = await brokenRules(`${rule}-own`, {
        [`src/${folder}/probe.ts`]: `import { x } from './own.ts';\nexport const y = x;\n`,
        [`src/${folder}/own.ts`]: 'export const x = 1;\n',
      });
      expect(broken).toEqual([]);
    });
  }

  it('decision-verify-imports refuses even the decision beside it', async () => {
    const broken = await brokenRules('verify-decision', {
      'src/decision/verify/probe.ts': `import { x } from '../decide.ts';\nexport const y = x;\n`,
      'src/decision/decide.ts': 'export const x = 1;\n',
    });
    expect(broken).toContain('decision-verify-imports');
  });

  it('domain-imports refuses a core module, and so the clock and the disk', async () => {
    const broken = await brokenRules('domain-core', {
      'src/domain/probe.ts': `import { readFileSync } from 'node:fs';\nexport const y = readFileSync;\n`,
    });
    expect(broken).toContain('domain-imports');
  });

  it('worker-without-http refuses a worker that comes to HTTP by way of another file', async () => {
    const broken = await brokenRules('worker-http', {
      'src/app/work.ts': `import type { X } from './serve.ts';\nexport type Y = X;\n`,
      'src/app/serve.ts': `import type { X } from '../http/ports.ts';\nexport type { X };\n`,
      'src/http/ports.ts': 'export type X = 1;\n',
    });
    expect(broken).toContain('worker-without-http');
  });

  it('no-cycles refuses two files that import each other', async () => {
    const broken = await brokenRules('cycle', {
      'src/domain/a.ts': `import { b } from './b.ts';\nexport const a = () => b;\n`,
      'src/domain/b.ts': `import { a } from './a.ts';\nexport const b = () => a;\n`,
    });
    expect(broken).toContain('no-cycles');
  });

  it('src-does-not-know-tests refuses an import of a test', async () => {
    const broken = await brokenRules('src-test', {
      'src/main.ts': `import { x } from '../test/probe.ts';\nexport const y = x;\n`,
      'test/probe.ts': 'export const x = 1;\n',
    });
    expect(broken).toContain('src-does-not-know-tests');
  });

  it('no-development-dependency refuses a package that is not installed with the product', async () => {
    const broken = await brokenRules('dev', {
      'package.json': '{"name":"x","devDependencies":{"only-dev":"1.0.0"}}',
      'node_modules/only-dev/package.json': '{"name":"only-dev","version":"1.0.0","main":"index.js"}',
      'node_modules/only-dev/index.js': 'module.exports = 1;',
      'src/main.ts': `import x from 'only-dev';\nexport const y = x;\n`,
    });
    expect(broken).toContain('no-development-dependency');
  });
});
