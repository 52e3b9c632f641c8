#!/usr/bin/env node
import { optimize } from '../attempt/optimize.ts';
import { runProgram } from '../cli/program.ts';
import { takeAttempt } from '../input/take-attempt.ts';
import { takeWave } from '../input/take-wave.ts';
import { optimizeWave } from '../wave/optimize-wave.ts';
import {
  examine,
  inProcessEngine,
  inProcessWaveEngines,
  serve,
  systemNow,
  VERSION,
  work,
} from './compose.ts';
import { VARIABLES } from './config.ts';

process.exitCode = await runProgram(process.argv.slice(2), {
  version: VERSION,
  now: systemNow,
  optimize: async (request) => optimize(takeAttempt(request, systemNow()), inProcessEngine()),
  optimizeWave: async (request) => optimizeWave(takeWave(request, systemNow()), inProcessWaveEngines()),
  serve,
  work,
  examine,
  variables: VARIABLES,
});
