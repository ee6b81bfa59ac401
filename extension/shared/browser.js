// @ts-check

/**
 * The extension API: `browser` in Firefox, `chrome` in Chromium browsers. Both return promises in Manifest V3,
 * so this is the only place that knows there are two.
 *
 * @type {typeof chrome}
 */
export const browser =
  /** @type {{ browser?: typeof chrome }} */ (/** @type {unknown} */ (globalThis)).browser ?? chrome;
