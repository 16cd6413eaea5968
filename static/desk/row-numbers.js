/* The numbers of the rows of a list, which their fields are named by, after a save has given new rows ids. */

const NAMED_BY = ["id", "name", "for", "href", "aria-labelledby", "aria-describedby", "aria-owns",
  "aria-controls", "data-select2-id"];

export function rowsOf(form, prefix) {
  return [...form.querySelectorAll(`#${CSS.escape(prefix)}-group .inline-related:not(.empty-form)`)];
}

function numberOf(row, prefix) {
  return Number(row.id.slice(prefix.length + 1));
}

function renumber(row, prefix, to) {
  const from = numberOf(row, prefix);
  if (from === to) return;
  const old = new RegExp(`(^|[\\s#]|id_)${prefix}-${from}(?!\\d)`, "g");
  for (const node of [row, ...row.querySelectorAll("*")]) {
    for (const name of NAMED_BY) {
      const value = node.getAttribute(name);
      if (value?.includes(prefix)) node.setAttribute(name, value.replace(old, `$1${prefix}-${to}`));
    }
  }
}

function hidden(name, value) {
  const input = document.createElement("input");
  input.type = "hidden";
  input.name = name;
  input.value = value;
  return input;
}

/* Django's script removes a new row for good; a saved one is ticked, and goes with the next save. */
function giveBox(row) {
  const link = row.querySelector(".inline-deletelink");
  if (!link) return;
  const name = `${row.id}-DELETE`;
  const box = Object.assign(document.createElement("input"), { type: "checkbox", name, id: `id_${name}` });
  const label = Object.assign(document.createElement("label"), { htmlFor: box.id, textContent: "Remove" });
  const holder = document.createElement("span");
  holder.className = "delete";
  holder.append(box, " ", label);
  (link.closest(".desk-row-head > *") ?? link).replaceWith(holder);
}

function settleOne(row, { id, uid, line }) {
  row.querySelector('input[name$="-id"]').value = id;
  const isNew = !row.classList.contains("has_original");
  row.classList.add("has_original");
  const summary = row.querySelector(".desk-row-line");
  const level = summary.querySelector(".desk-row-name")?.localName ?? "h3";
  summary.innerHTML = line.replace(/^<h\d/, `<${level}`).replace(/<\/h\d>/, `</${level}>`);
  row.dispatchEvent(new Event("desk:named"));
  const fold = row.querySelector(".desk-row-fold");
  fold.dataset.fold = `${row.id.replace(/-\d+$/, "")}/${id}`;
  if (!isNew) return;
  giveBox(row);
  if (!uid) return;
  summary.id = uid;
  for (const field of row.querySelectorAll(".desk-field[id]")) field.id = `${uid}-${field.id.replace(/^.*-/, "")}`;
}

/**
 * Make the rows of a list what the desk knows them as: saved ones first, in their order, then those that were
 * added meanwhile. `sent` are the rows as they were when the form was sent, by their numbers. Throws, and has
 * changed nothing, where they are not the same any more.
 */
export function settleRows(form, prefix, sent, saved) {
  const kept = saved.map((each) => ({ ...each, row: sent.get(each.was) }));
  if (kept.some(({ row }) => !row)) throw new Error(`Rows of ${prefix} are unknown.`);
  const group = form.querySelector(`#${CSS.escape(prefix)}-group .empty-form`);
  const rows = new Set(kept.map(({ row }) => row));
  for (const row of sent.values()) {
    // What was sent and is not there any more had been removed, or was empty and is still new.
    if (!rows.has(row) && row.classList.contains("has_original")) row.remove();
  }
  for (const { row } of kept) {
    if (row.isConnected) continue;
    // Removed while it was being saved: it goes with the next save.
    row.hidden = true;
    row.append(hidden(`${row.id}-DELETE`, "on"));
    group.before(row);
  }
  const others = rowsOf(form, prefix).filter((row) => !rows.has(row));
  const all = [...kept.map(({ row }) => row), ...others];
  all.forEach((row, at) => renumber(row, prefix, 9000 + at));
  all.forEach((row, at) => renumber(row, prefix, at));
  kept.forEach((each) => settleOne(each.row, each));
  form.elements[`${prefix}-INITIAL_FORMS`].value = kept.length;
  form.elements[`${prefix}-TOTAL_FORMS`].value = all.length;
}

/** The rows of all lists as they are now, by the names of the lists and their numbers. */
export function snapshot(form) {
  const lists = new Map();
  for (const total of form.querySelectorAll('input[name$="-TOTAL_FORMS"]')) {
    const prefix = total.name.replace(/-TOTAL_FORMS$/, "");
    lists.set(prefix, new Map(rowsOf(form, prefix).map((row) => [numberOf(row, prefix), row])));
  }
  return lists;
}

// Django's script calls a new row by a count of its own, which a save cannot reach; its fields it names rightly.
document.addEventListener(
  "formset:added",
  ({ target, detail }) => {
    const prefix = detail?.formsetName;
    const total = prefix && document.querySelector(`input[name="${CSS.escape(prefix)}-TOTAL_FORMS"]`);
    if (total && target.id) target.id = `${prefix}-${Number(total.value) - 1}`;
  },
  { capture: true },
);
