/* Raised and lowered figures as the characters that Unicode has for them: 10² and never 102. */

const PLAIN = "0123456789+-=()abcdefghijklmnoprstuvwxyz";
const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ";
const LOW = "0123456789+-=()aehijklmnoprstuvx";
const LOWERED = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ";
const pairs = (from, to) => new Map([...from].map((each, n) => [each, [...to][n]]));
const SIGNS = { sup: pairs(PLAIN, RAISED), sub: pairs(LOW, LOWERED) };
const POWERS = /^[ijkmnxy]$/;

/** Return `text` as it stands "sup" or "sub" behind the character `before`. */
export function raised(text, rise, before) {
  const words = text.trim();
  // Marks of notes and ordinals say the same on the line: [1], *, 20th, 1er, M™.
  if (!/[\p{L}\p{N}]/u.test(words) || /^\[.*\]$/.test(words)) return text;
  const letters = /^\p{L}+$/u.test(words);
  if (letters && rise === "sup" && !POWERS.test(words)) return text;
  if (letters && rise === "sub" && words.length > 1) return text.replace(words, `_${words}`);
  const signs = [...words.replace(/[−–]/g, "-")].map((each) => SIGNS[rise].get(each));
  if (!signs.includes(undefined)) return text.replace(words, signs.join(""));
  if (letters || !/[\p{L}\p{N})]$/u.test(before)) return text;
  return text.replace(words, `${rise === "sup" ? "^" : "_"}(${words})`);
}
