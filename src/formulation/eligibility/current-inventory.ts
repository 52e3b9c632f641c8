import type { Settings } from '../../domain/settings.ts';

/** Current inventory counts where `useCurrentInventory` is on, which is the default. */
export function mayUseCurrentInventory(settings: Settings): boolean {
  return settings.useCurrentInventory;
}
