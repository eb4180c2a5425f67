// Branches of the chart fold; a role shares the row of the first under it (see tree.py).
"use strict";
(() => {
  const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];
  const ROW = 46, HIGH = 38, BOX = 184, STEP = 222, MARGIN = 8;
  class Chart {
    constructor(figure) {
      this.svg = figure.querySelector(".scroll > svg");
      const outer = this.svg.querySelector(".alone");
      this.alone = outer && { group: outer, rows: Math.ceil(outer.getBBox().height / ROW) };
      this.nodes = $$(".node", this.svg).filter((group) => !outer?.contains(group)).map((group) => ({ group, depth: Number(group.dataset.depth), folded: false }));
      // Handles lie above all lines.
      this.handles = document.createElementNS(this.svg.namespaceURI, "g");
      this.svg.append(this.handles);
      this.nodes.forEach((node, i) => { node.below = this.below(i); if (node.below) this.handle(node); });
      this.byRole = new Map(this.nodes.map((node) => [node.group.dataset.role, node]));
      this.ties = $$(".tie", this.svg);
      for (const button of $$("[data-fold]", figure)) {
        button.addEventListener("click", () => {
          for (const node of this.nodes) node.folded = button.dataset.fold === "all" && node.below > 0 && node.depth > 0;
          this.lay();
        });
      }
      this.lay();
      figure.querySelector(".controls").hidden = !this.nodes.some((node) => node.below && node.depth);
    }
    below(i) {
      let end = i + 1;
      while (end < this.nodes.length && this.nodes[end].depth > this.nodes[i].depth) end++;
      return end - i - 1;
    }
    handle(node) {
      const shape = (name, given) => {
        const made = document.createElementNS(this.svg.namespaceURI, name);
        for (const [key, value] of Object.entries(given)) made.setAttribute(key, value);
        return made;
      };
      const fold = shape("g", { class: "fold", role: "button", tabindex: 0, "aria-expanded": "true" });
      const title = node.group.querySelector("title").textContent;
      fold.setAttribute("aria-label", `${title}: ${node.below}`);
      fold.append(shape("circle", { r: 9 }), (node.sign = shape("text", { y: 4 })));
      node.sign.textContent = "−";
      const turn = () => { node.folded = !node.folded; this.lay(); };
      fold.addEventListener("click", turn);
      fold.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); turn(); } });
      node.fold = fold;
      this.handles.append(fold);
    }
    lay() {
      let row = -1, before = Infinity, hidden = Infinity;
      const rows = [];
      for (const node of this.nodes) {
        if (node.depth <= hidden) hidden = Infinity;
        node.shown = hidden === Infinity;
        for (const drawn of [node.group, node.fold]) drawn?.setAttribute("display", node.shown ? "inline" : "none");
        if (!node.shown) continue;
        if (node.depth <= before) row++;
        before = node.depth;
        rows[node.depth] = node.row = row;
        const parent = node.depth ? rows[node.depth - 1] : row;
        node.group.setAttribute("transform", `translate(${MARGIN + node.depth * STEP},${MARGIN + row * ROW})`);
        node.group.querySelector(".line")?.setAttribute("d", `M${BOX - STEP} ${HIGH / 2 - (row - parent) * ROW}h${(STEP - BOX) / 2}V${HIGH / 2}H0`);
        if (node.folded) hidden = node.depth;
        if (node.sign) {
          node.sign.textContent = node.folded ? "+" : "−";
          node.fold.setAttribute("aria-expanded", String(!node.folded));
          node.fold.setAttribute("transform", `translate(${MARGIN + node.depth * STEP + BOX + 11},${MARGIN + row * ROW + HIGH / 2})`);
        }
      }
      this.layTies();
      let height = (row + 1) * ROW;
      if (this.alone) {
        const gap = row < 0 ? 0 : 1;
        this.alone.group.setAttribute("transform", `translate(0,${(row + 1 + gap) * ROW})`);
        height += (gap + this.alone.rows) * ROW;
      }
      this.resize(height + 2 * MARGIN);
    }
    layTies() {
      for (const tie of this.ties) {
        const ends = [tie.dataset.from, tie.dataset.to].map((role) => this.byRole.get(role));
        const shown = ends.every((node) => node?.shown);
        tie.setAttribute("display", shown ? "inline" : "none");
        if (!shown) continue;
        const [[x, y], [toX, toY]] = ends.map((node) => [MARGIN + node.depth * STEP + BOX, MARGIN + node.row * ROW + HIGH / 2]);
        const out = Math.max(x, toX) + STEP - BOX;
        tie.setAttribute("d", `M${x} ${y}C${out} ${y} ${out} ${toY} ${toX} ${toY}`);
      }
    }
    resize(height) {
      const width = this.svg.getAttribute("width");
      this.svg.setAttribute("height", height);
      this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    }
  }
  for (const figure of $$("figure.drawing:has(.controls)")) new Chart(figure);
})();
