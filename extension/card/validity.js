// @ts-check

/** Milliseconds of a day; Japan has no summer time. */
const DAY = 86_400_000;

/** Milliseconds that Japan's clocks are ahead of UTC. */
const JAPAN = 9 * 3_600_000;

/** Certificates can be renewed from this many months before they end (J-LIS, guidance on the renewal of certificates). */
const RENEWABLE_MONTHS = 3;

/**
 * @typedef {object} Validity where today lies in a certificate's dates.
 * @property {"valid" | "ends-soon" | "expired" | "not-yet"} state
 * @property {number} days - whole days left, counted in Japan; 0 on the last day and afterwards.
 * @property {number} share - of the whole time, how much is left, 0 to 1.
 * @property {number} renewable - ms, when renewal begins.
 */

/**
 * @param {{ notBefore: number, notAfter: number }} dates - ms.
 * @param {number} now - ms.
 * @returns {Validity}
 */
export function validityAt({ notBefore, notAfter }, now) {
  const days = Math.max(0, dayInJapan(notAfter) - dayInJapan(now));
  const share = Math.min(1, Math.max(0, (notAfter - now) / (notAfter - notBefore)));
  const renewable = monthsBefore(notAfter, RENEWABLE_MONTHS);
  const state =
    now < notBefore ? "not-yet" : now > notAfter ? "expired" : now >= renewable ? "ends-soon" : "valid";
  return { state, days, share, renewable };
}

/**
 * @param {number} time - ms.
 * @returns {number} the day, counted from an arbitrary one.
 */
function dayInJapan(time) {
  return Math.floor((time + JAPAN) / DAY);
}

/**
 * @param {number} time - ms.
 * @param {number} months
 * @returns {number} ms, when the same day in Japan begins that many months earlier; the last of that month if it is shorter.
 */
function monthsBefore(time, months) {
  const there = new Date(time + JAPAN);
  const [year, month] = [there.getUTCFullYear(), there.getUTCMonth() - months];
  const lastOfMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(there.getUTCDate(), lastOfMonth)) - JAPAN;
}
