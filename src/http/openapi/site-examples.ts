import { BACKLOG } from './site-story/backlog.ts';
import { SET_UP } from './site-story/set-up.ts';
import type { SiteExample } from './site-story/site-example.ts';
import { SUPPLY } from './site-story/supply.ts';
import { WEBHOOKS } from './site-story/webhooks.ts';

/** Requests of a site's resources in an order in which each works; a test sends them. */
export const SITE_STORY: readonly SiteExample[] = [...SET_UP, ...BACKLOG, ...SUPPLY, ...WEBHOOKS];
