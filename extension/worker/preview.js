// @ts-check

/** @typedef {{ text: string, cut: boolean } | null} Preview `cut`: only the beginning; null where there is nothing to read */

/** Characters of a document that a person is shown. */
const LONGEST = 100_000;

/** Characters of base64 that hold so much in any case, four bytes for each character. */
const READ = Math.ceil((LONGEST * 4) / 3) * 4;

/** What would be invisible, or turn the order of what is read: control, format, private use; line ends and tabs are neither. */
const UNSEEN = /(?![\n\t])[\p{Cc}\p{Cf}\p{Co}\p{Cn}\u2028\u2029\u3164\u115f\u1160]/gu;

/**
 * The words of a document as they stand in the very bytes that are signed: text and JSON in UTF-8. Whatever cannot be seen is
 * written as its code.
 *
 * @param {import("./documents.js").PageDocument} document
 * @returns {Preview}
 */
export function preview(document) {
  if (!("content" in document) || !/^(text\/|application\/([\w.-]+\+)?json\b)/i.test(document.mediaType))
    return null;
  const read = document.content.slice(0, READ);
  const isPart = read.length < document.content.length;
  const bytes = Uint8Array.from(atob(read), (letter) => letter.charCodeAt(0));
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes, { stream: isPart });
    const shown = text.slice(0, LONGEST).replaceAll("\r\n", "\n").replace(UNSEEN, code);
    return { text: shown, cut: isPart || text.length > LONGEST };
  } catch {
    return null; // not UTF-8: no words to show
  }
}

/**
 * @param {string} character
 * @returns {string}
 */
function code(character) {
  return `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}⟩`;
}
