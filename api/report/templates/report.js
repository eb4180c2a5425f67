// What the page does beside showing itself: filters and search, sentences at their place, folding of the chart, unpacking
// of long lists. Nothing is fetched; every text put into the page is either a node's text or HTML that the report wrote.
"use strict";
(() => {
  const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];
  const byId = (id) => document.getElementById(id);
  const FIRST = 50;

  // ---- language ----

  const language = () => (byId("zh").checked ? "zh" : "en");
  function speak() {
    document.documentElement.lang = language() === "zh" ? "zh-Hans" : "en";
    for (const node of $$("[data-en]")) {
      const text = node.dataset[language()];
      if (node.tagName === "OPTION") node.textContent = text;
      else node.setAttribute("aria-label", text);
    }
  }
  for (const radio of $$("[name=language]")) radio.addEventListener("change", speak);

  // ---- lists ----

  async function unpack(script) {
    const bytes = Uint8Array.from(atob(script.textContent), (c) => c.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    return JSON.parse(await new Response(stream).text());
  }
  const made = (html) => {
    const template = document.createElement("template");
    template.innerHTML = html;
    return template.content.firstElementChild;
  };
  const even = (text) => text.normalize("NFKC").toLowerCase();
  const escaped = (text) => text.replace(/[&<>"']/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;" })[c]);

  // An item that stands in the page, or HTML of one that is made when it is shown.
  const standing = (node) => ({ id: node.id, data: node.dataset, text: even(node.textContent), node: () => node });
  function packed(html) {
    const head = html.slice(0, html.indexOf(">"));
    const data = Object.fromEntries([...head.matchAll(/ data-(\w+)="([^"]*)"/g)].map((found) => [found[1], found[2]]));
    let node = null;
    return {
      id: / id="([^"]*)"/.exec(head)[1], data,
      get text() { return even(html.replace(/<[^>]*>/g, "")); },
      html, packed: true, node: () => (node ??= made(html)),
    };
  }

  class List {
    constructor(box) {
      this.box = box;
      this.blocks = $$(":scope > script", box);
      this.count = Number(box.dataset.count);
      this.items = this.blocks.length ? [] : [...box.children].map(standing);
      this.limit = FIRST;
      this.test = () => true;
      this.filtered = false;
    }
    async all() {
      while (this.blocks.length) this.items.push(...(await unpack(this.blocks.shift())).map(packed));
      return this.items;
    }
    // The items that pass the filter, and how many they are; without a filter no more blocks are unpacked than shown.
    async matching() {
      if (!this.filtered) {
        while (this.items.length < this.limit && this.blocks.length) this.items.push(...(await unpack(this.blocks.shift())).map(packed));
        return [this.items, this.count];
      }
      const found = (await this.all()).filter(this.test);
      return [found, found.length];
    }
    async show() {
      const [found, count] = await this.matching();
      if (!this.items[0]?.packed) {
        const kept = new Set(found);
        for (const item of this.items) item.node().hidden = !kept.has(item);
      } else {
        this.box.replaceChildren(...found.slice(0, this.limit).map((item) => item.node()));
        if (count > this.limit) this.box.append(this.further());
      }
      return count;
    }
    further() {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...words("more"));
      button.addEventListener("click", () => { this.limit *= 4; this.show(); });
      return button;
    }
  }
  const lists = new Map($$(".items").map((box) => [box.id, new List(box)]));
  const words = (key) => $$(`#words [data-word="${key}"] > *`).map((node) => node.cloneNode(true));

  function filterOf(form) {
    const given = new FormData(form);
    const asked = even(given.get("q") || "").split(/\s+/).filter(Boolean);
    const sets = new Map();
    for (const [name, value] of given) if (name !== "q" && value) sets.set(name, (sets.get(name) || new Set()).add(value));
    return {
      filtered: asked.length > 0 || sets.size > 0,
      test: (item) => {
        for (const [name, values] of sets) if (!values.has(item.data[name])) return false;
        const text = asked.length ? item.text : "";
        return asked.every((word) => text.includes(item.packed ? escaped(word) : word));
      },
    };
  }
  async function apply(form) {
    const list = lists.get(form.dataset.for);
    Object.assign(list, filterOf(form), { limit: FIRST });
    const count = await list.show();
    form.querySelector("output").textContent = list.filtered ? `${count} / ${list.count}` : `${list.count}`;
  }
  for (const form of $$("form.filter")) {
    let waiting = 0;
    form.hidden = lists.get(form.dataset.for).count < 2;
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(() => apply(form), 120); });
    form.addEventListener("reset", () => setTimeout(() => apply(form)));
    if (lists.get(form.dataset.for).blocks.length) {
      new IntersectionObserver((seen, watch) => { if (seen.some((each) => each.isIntersecting)) { watch.disconnect(); apply(form); } }).observe(form);
    } else form.querySelector("output").textContent = lists.get(form.dataset.for).count;
  }
  for (const link of $$("a[data-group]")) {
    link.addEventListener("click", () => {
      const form = document.querySelector("form[data-for=findings]");
      form.reset();
      form.elements.group.value = link.dataset.group;
      for (const box of $$("[name=severity]", form)) box.checked = box.value === link.dataset.severity;
      setTimeout(() => apply(form));
    });
  }

  // ---- finding what a link leads to ----

  async function text(number) {
    const body = document.querySelector(`#d${number} > .body`);
    if (!body) return null;
    for (const script of $$(":scope > script", body)) body.innerHTML = (await unpack(script))[0];
    return body;
  }
  // The item with this id, or the packed one that holds an element with it.
  async function item(id) {
    const within = (each) => each.id === id || each.html?.includes(` id="${id}"`);
    for (const list of lists.values()) {
      const known = list.items.find(within) || (list.blocks.length && (await list.all()).find(within));
      if (known) return { list, known };
    }
    return null;
  }
  async function reveal(id) {
    const line = /^d(\d+)(-|$)/.exec(id);
    if (line) await text(line[1]);
    if (!byId(id) || byId(id).hidden) {
      const found = await item(id);
      if (!found) return byId(id);
      const node = found.known.node();
      node.hidden = false;
      if (!node.isConnected) found.list.box.prepend(node);
    }
    for (let at = byId(id); at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    return byId(id);
  }
  async function go(id) {
    const node = await reveal(id);
    if (!node) return;
    for (const old of $$(".found")) old.classList.remove("found");
    node.classList.add("found");
    node.scrollIntoView({ block: "start" });
    if (!node.hasAttribute("tabindex")) node.tabIndex = -1;
    (node.tagName === "DETAILS" ? node.firstElementChild : node).focus({ preventScroll: true });
  }

  // ---- the viewer: sentences, alone or at their place ----

  const viewer = byId("viewer");
  function open(title, nodes) {
    byId("viewer-title").textContent = title;
    byId("viewed").replaceChildren(...nodes);
    for (const node of $$("[id]", byId("viewed"))) node.removeAttribute("id");
    if (!viewer.open) viewer.showModal();
    viewer.scrollTop = 0;
  }
  async function openPairs(link) {
    const nodes = [];
    for (const id of link.dataset.pairs.trim().split(" ")) {
      const found = await item(id);
      if (found) nodes.push(found.known.node().cloneNode(true));
    }
    for (const node of nodes) { node.hidden = false; node.removeAttribute("id"); }
    open(link.getAttribute("aria-label"), nodes);
  }
  // Offsets count code points; a line's `data-at` is that of its first character.
  function marked(line, start, end) {
    const node = line.cloneNode(false);
    const letters = Array.from(line.textContent);
    const at = Number(line.dataset.at);
    const from = Math.max(0, start - at), to = Math.max(from, Math.min(letters.length, end - at));
    const part = (a, b) => letters.slice(a, b).join("");
    node.append(part(0, from));
    if (to > from) {
      const mark = document.createElement("mark");
      mark.append(part(from, to));
      node.append(mark);
    }
    node.append(part(to));
    return node;
  }
  async function openPlace(link) {
    const id = link.hash.slice(1);
    const body = await text(/^d(\d+)/.exec(id)?.[1]);
    const line = body && byId(id);
    if (!line || !link.dataset.span) return go(id);
    const [start, end] = link.dataset.span.split(":").map(Number);
    const all = [...body.children], at = all.indexOf(line);
    let last = at;
    while (all[last + 1] && !(Number(all[last + 1].dataset.at) >= end)) last++;
    const around = all.slice(Math.max(0, at - 6), last + 7);
    const excerpt = document.createElement("div");
    excerpt.className = "body";
    excerpt.append(...around.map((each) => (each.dataset.at ? marked(each, start, end) : each.cloneNode(true))));
    const whole = document.createElement("a");
    whole.href = link.hash;
    whole.append(...words("whole_text"));
    open(link.textContent.trim(), [excerpt, whole]);
    byId("viewed").querySelector("mark")?.scrollIntoView({ block: "center" });
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.matches(".place")) { event.preventDefault(); openPlace(link); }
    else if (link.matches(".hot")) { event.preventDefault(); openPairs(link); }
    else {
      const id = decodeURIComponent((link.hash || link.href.animVal).slice(1));
      if (viewer.open) viewer.close();
      if (/^h[12]$/i.test(byId(id)?.tagName || "")) return;
      event.preventDefault();
      history.pushState(null, "", `#${id}`);
      go(id);
    }
  });
  const here = () => location.hash && go(decodeURIComponent(location.hash.slice(1)));
  addEventListener("popstate", here);

  byId("print").hidden = false;
  byId("print").addEventListener("click", () => print());
  speak();
  here();
})();
