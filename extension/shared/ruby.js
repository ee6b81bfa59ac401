// @ts-check

/**
 * Sentences with readings, written as Japanese plain text does: `漢字《かんじ》`, the reading after a run of kanji. `$1` is a
 * place for a value. Values are strangers (a site's origin, a version): they are put in after the sentence was taken apart,
 * as text, so that nothing in them is taken for a reading.
 */

/** A run of kanji (々 repeats one) with its reading. */
const READ = /([\p{Script=Han}々〆ヶ]+)《([^《》]+)》/gu;

/**
 * @param {string} sentence
 * @param {string[]} values
 * @returns {string} without the readings.
 */
export function plain(sentence, values) {
  return fill(sentence.replace(READ, "$1"), values);
}

/**
 * @param {Element} element - its content is replaced.
 * @param {string} sentence
 * @param {string[]} values
 */
export function writeRuby(element, sentence, values) {
  const nodes = [];
  let end = 0;
  for (const match of sentence.matchAll(READ)) {
    const [whole, base = "", reading = ""] = match;
    nodes.push(fill(sentence.slice(end, match.index), values), ruby(base, reading));
    end = match.index + whole.length;
  }
  nodes.push(fill(sentence.slice(end), values));
  element.replaceChildren(...nodes);
}

/**
 * @param {string} base
 * @param {string} reading
 * @returns {HTMLElement}
 */
function ruby(base, reading) {
  const above = document.createElement("rt");
  above.textContent = reading;
  const element = document.createElement("ruby");
  element.append(base, above);
  return element;
}

/**
 * @param {string} sentence
 * @param {string[]} values
 * @returns {string}
 */
function fill(sentence, values) {
  return sentence.replace(/\$(\d)/g, (_place, digit) => values[Number(digit) - 1] ?? "");
}
