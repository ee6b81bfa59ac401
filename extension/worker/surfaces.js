// @ts-check
import { Refusal } from "../shared/codes.js";
import { holdsGrant } from "../shared/grants.js";
import { rememberedPolicy } from "../shared/policy.js";
import { mayAsk } from "../shared/sites.js";
import { officialClient } from "./official-client.js";
import { webEid } from "./web-eid.js";

/**
 * The languages that pages already speak. A site is answered in one only while its switch is on; otherwise there is silence, so
 * that the program the page was made for can answer. `content/compatible.js` carries the words.
 *
 * @typedef {object} Surface
 * @property {import("../shared/grants.js").Grant} grant
 * @property {(said: unknown) => Spoken | null} parse - null for what is not of this language.
 */

/**
 * @typedef {{ act: "close", answer: object }
 *   | { act: "refuse", failure: (refusal: Refusal) => object, refusal: Refusal }
 *   | { act: "status", acknowledgement: object, failure: (refusal: Refusal) => object, answer: (host: string) => object }
 *   | Asked} Spoken
 */

/**
 * @typedef {object} Asked a ceremony.
 * @property {"ask"} act
 * @property {object} [acknowledgement] - said at once.
 * @property {() => import("./request.js").CeremonyRequest} request - throws a `Refusal`.
 * @property {(result: Record<string, any>) => object} success
 * @property {(refusal: Refusal) => object} failure
 * @property {true} [goesOn] - the page follows a success up with one more request, without a click in between.
 */

/** @type {Record<string, Surface>} By the name of the port. */
const SURFACES = { "official-client": officialClient, "web-eid": webEid };

/**
 * @param {string} name - of a port.
 * @returns {Surface | undefined}
 */
export function surfaceOf(name) {
  return Object.hasOwn(SURFACES, name) ? SURFACES[name] : undefined;
}

/**
 * What a port of a surface needs of the worker.
 *
 * @typedef {object} Worker
 * @property {string} origin - of the page.
 * @property {() => Promise<string>} hostVersion
 * @property {(request: import("./request.js").CeremonyRequest, page: import("./ceremony.js").PagePort) => Promise<import("./ceremony.js").Ceremony | null>} start
 */

/**
 * Answers what a page said in the language of its port.
 *
 * A page gives up where nothing acknowledges within a second, and the policy takes longer than that when the browser has just
 * started: a site that was answered when the policy was last read is acknowledged at once. Only the policy itself lets more out.
 *
 * @param {Surface} surface
 * @param {{ said?: unknown, activated?: unknown }} message - of the content script; `activated`: by a click, or right after one
 * that ended well.
 * @param {(answer: { say: object, goesOn?: true }) => void} answer
 * @param {Worker} worker
 * @returns {Promise<import("./ceremony.js").Ceremony | null>} the ceremony that began.
 */
export async function converse(surface, { said, activated }, answer, worker) {
  const spoken = surface.parse(said);
  if (spoken === null) return null;
  const acknowledgement = "acknowledgement" in spoken ? spoken.acknowledgement : undefined;
  const before = await rememberedPolicy();
  const expected = before !== undefined && (await isAnswered(worker.origin, surface, before));
  if (acknowledgement && expected) answer({ say: acknowledgement });
  const answered = await isAnswered(worker.origin, surface);
  if (!answered && !(acknowledgement && expected)) return null;
  if (spoken.act === "close") return (answer({ say: spoken.answer }), null);
  const fail = (/** @type {unknown} */ error) => answer({ say: spoken.failure(Refusal.from(error)) });
  try {
    if (!answered) throw new Refusal("not-granted");
    if (acknowledgement && !expected) answer({ say: acknowledgement });
    if (spoken.act === "refuse") throw spoken.refusal;
    if (spoken.act === "status") return (answer({ say: spoken.answer(await worker.hostVersion()) }), null);
    const request = spoken.request();
    if (activated !== true) throw new Refusal("activation-required");
    return await worker.start(request, translated(spoken, answer, fail));
  } catch (error) {
    return (fail(error), null);
  }
}

/**
 * @param {string} origin
 * @param {Surface} surface
 * @param {import("../shared/policy.js").Policy} [policy] - that counts; the browser's, if it is not given.
 * @returns {Promise<boolean>} whether the site is answered in this language.
 */
async function isAnswered(origin, { grant }, policy) {
  return (await mayAsk(origin, policy)) && (await holdsGrant(origin, grant, policy));
}

/**
 * @param {Asked} spoken
 * @param {(answer: { say: object, goesOn?: true }) => void} answer
 * @param {(error: unknown) => void} fail
 * @returns {import("./ceremony.js").PagePort} for the ceremony: its outcome in the page's language, its progress in none.
 */
function translated({ success, goesOn }, answer, fail) {
  return {
    postMessage(
      /** @type {{ result?: Record<string, unknown>, error?: { code: string, message: string } }} */ {
        result,
        error,
      },
    ) {
      if (error) fail(new Refusal(error.code, { sentence: error.message }));
      if (!result) return;
      try {
        answer({ say: success(result), ...(goesOn && { goesOn }) });
      } catch (refusal) {
        fail(refusal);
      }
    },
  };
}
