import { fdatasyncSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';

/** An open file of the database, as its file system keeps it. */
interface OpenFile {
  readonly nfd: number;
}

/** The part of the database's module that is mended here. */
interface Module {
  readonly NODEFS: { readonly stream_ops: { fsync?: (file: OpenFile) => number } };
}

/** What the module answers for "input or output failed"; the database then stops rather than go on. */
const EIO = 29;

function flush({ nfd }: OpenFile): number {
  try {
    fdatasyncSync(nfd);
    return 0;
  } catch {
    return EIO;
  }
}

/**
 * The folder of an embedded database whose commits are on the disk when they are answered. PGlite's own file
 * system has no way to flush a file: a commit would outlive the process, and not a power failure.
 *
 * @param onAbort called when Postgres gives up, for example because the disk is full. PGlite would go on with
 *   whatever is left of it, so nothing must run after this call.
 */
export class FlushingFolder extends NodeFS {
  constructor(
    dataDir: string,
    readonly onAbort: () => void,
  ) {
    super(dataDir);
  }

  override async init(...args: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const { emscriptenOpts } = await super.init(...args);
    const install = (module: unknown) => {
      (module as Module).NODEFS.stream_ops.fsync = flush;
    };
    const preRun = [...[emscriptenOpts.preRun ?? []].flat(), install];
    return { emscriptenOpts: { ...emscriptenOpts, preRun, onAbort: this.onAbort } };
  }
}

/** PGlite's own parameters, but for the one that switches flushing off. Its `fdatasync` does nothing; its `fsync` does. */
export const FLUSHING_PARAMETERS: readonly string[] = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
  '-c',
  'wal_sync_method=fsync',
];
