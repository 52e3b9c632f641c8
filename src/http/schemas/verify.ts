import { z } from 'zod';
import { Verification } from '../../decision/verify/verification.ts';
import { WaveVerification } from '../../decision/verify/wave/verify-wave.ts';
import { VerifyRequest } from '../../domain/verify-request.ts';
import { WaveVerifyRequest } from '../../domain/wave/verify-wave.ts';

/** What `POST /v1/verify` takes. */
export const VerifyEither = z
  .union([VerifyRequest, WaveVerifyRequest])
  .meta({ description: "A problem, or a wave, and anyone's plan for it." });

/** What `POST /v1/verify` answers. */
export const VerificationOfEither = z
  .union([Verification, WaveVerification])
  .meta({ description: 'What the checker found, of a plan or of a wave.' });
