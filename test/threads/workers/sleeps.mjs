/** A handler without anything of ours around it: waits for so long, or for ever. */
export default async function sleep(ms) {
  if (ms === Number.POSITIVE_INFINITY) for (;;);
  await new Promise((resolve) => setTimeout(resolve, ms));
  return ms;
}
