#!/usr/bin/env node
import { optimize } from '../attempt/optimize.ts';
import { runProgram } from '../cli/program.ts';
import { examine, inProcessEngine, serve, systemNow, VERSION, work } from './compose.ts';
import { VARIABLES } from './config.ts';

process.exitCode = await runProgram(process.argv.slice(2), {
  version: VERSION,
  now: systemNow,
  optimize: (request) => optimize(request, { engine: inProcessEngine(), now: systemNow }),
  serve,
  work,
  examine,
  variables: VARIABLES,
});
