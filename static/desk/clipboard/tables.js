/* A table as readable lines: one for each row, its cells apart. One column is no table, nor is a page's frame. */

const BETWEEN = " | ";

export function readTable(reader, table, how, flow) {
  flow.close();
  const rows = [...table.rows].map((row) => [row, [...row.cells].filter((cell) => !hidden(reader, cell))]);
  const seen = rows.filter(([row]) => !hidden(reader, row)).map(([row, cells]) => read(reader, row, cells, how));
  const wide = Math.max(0, ...seen.map((cells) => cells.filter((blocks) => blocks.length).length));
  if (table.caption && !hidden(reader, table.caption)) flow.blocks.push(...reader.apart(table.caption, how));
  if (wide < 2 || isFrame(table, seen)) {
    for (const blocks of seen.flat()) flow.blocks.push(...blocks);
    return;
  }
  reader.losses.add("table");
  for (const cells of seen) flow.blocks.push({ kind: "p", level: 0, runs: line(cells) });
}

function hidden(reader, element) {
  const css = reader.sheet.of(element);
  return element.hidden || css.get("display") === "none" || css.get("mso-hide") === "all";
}

/* What a row or a section of rows says of lettering goes for its cells. */
function read(reader, row, cells, how) {
  const ofRow = reader.lettering(row, "tr", reader.sheet.of(row), how);
  return cells.map((cell) => reader.apart(cell, reader.lettering(cell, cell.localName, reader.sheet.of(cell), ofRow)));
}

/* One row whose cells hold whole texts only puts them side by side. */
function isFrame(table, rows) {
  return table.getAttribute("role") === "presentation" || (rows.length === 1 && rows[0].some((blocks) => blocks.length > 1));
}

function line(cells) {
  let last = cells.length;
  while (last && !cells[last - 1].length) last -= 1;
  const full = cells.filter((blocks) => blocks.length);
  const shown = full.length === 1 ? full : cells.slice(0, last);
  return shown.flatMap((blocks, n) => (n ? [plain(BETWEEN), ...runsOf(blocks)] : runsOf(blocks)));
}

function plain(text) {
  return { text, strong: false, em: false, href: "", rise: "" };
}

/* In a cell a block and a line break are a space. */
function runsOf(blocks) {
  return blocks.flatMap((block, n) => {
    const runs = block.runs?.map((run) => (run.isBreak ? plain(" ") : run)) ?? runsOf(block.blocks ?? block.items.flat());
    return n ? [plain(" "), ...runs] : runs;
  });
}
