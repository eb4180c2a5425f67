// What the page does beside showing itself: files dropped and their way in, copying, forms that go by themselves, jobs
// that move on. Every text put into the page comes from this server's own pages, and none of them runs anything.
"use strict";
(() => {
  const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];
  const said = document.getElementById("said").dataset;
  document.documentElement.classList.add("scripted");

  // ---- forms ----

  for (const select of $$("[data-go]")) select.addEventListener("change", () => select.form.requestSubmit());
  // Fields left empty make no part of an address that is passed on.
  for (const form of $$("form[method=get]")) {
    form.addEventListener("submit", () => {
      const empty = $$("input, select, textarea", form).filter((field) => field.name && !field.value && !field.disabled);
      for (const field of empty) field.disabled = true;
      setTimeout(() => { for (const field of empty) field.disabled = false; });
    });
  }
  for (const field of $$("[data-kept]")) {
    const key = `dutygraph.${field.name}`;
    field.value ||= localStorage.getItem(key) || "";
    field.form.addEventListener("submit", () => localStorage.setItem(key, field.value));
  }
  for (const button of $$("[data-copy]")) {
    button.hidden = false;
    const name = button.textContent;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.parentElement.querySelector("code").textContent);
      button.textContent = said.copied;
      setTimeout(() => { button.textContent = name; }, 1500);
    });
  }
  // A quote that is asked for is where reading begins.
  document.querySelector("mark#at")?.focus();
  document.getElementById("here")?.scrollIntoView({ block: "center", inline: "center" });

  // ---- documents on their way in ----

  const read = (method, ...given) => new Promise((done, failed) => method(...given, done, failed));
  async function filesOf(entry, path = "") {
    if (entry.isFile) return [[path + entry.name, await read(entry.file.bind(entry))]];
    const reader = entry.createReader(), found = [];
    for (;;) {
      const some = await read(reader.readEntries.bind(reader));
      if (!some.length) return found;
      for (const each of some) found.push(...(await filesOf(each, `${path}${entry.name}/`)));
    }
  }
  function tell(box, text, share) {
    const line = box.querySelector(".progress");
    line.hidden = false;
    line.querySelector("progress").hidden = share === undefined;
    line.querySelector("progress").value = share ?? 0;
    line.querySelector("span").textContent = text;
  }
  function send(box, files) {
    if (!files.length) return tell(box, said.empty);
    const form = new FormData();
    for (const [name, file] of files) form.append("files", file, name);
    const request = new XMLHttpRequest();
    request.open("POST", "/documents");
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) tell(box, event.loaded < event.total ? said.sending : said.reading, (100 * event.loaded) / event.total);
    });
    request.addEventListener("error", () => tell(box, said.unsent));
    request.addEventListener("load", () => {
      if (request.status < 300) location.assign(request.responseURL);
      else tell(box, refusal(request));
    });
    tell(box, said.sending, 0);
    request.send(form);
  }
  // Why it was refused: a problem document, or a page that says so.
  function refusal(request) {
    try { return JSON.parse(request.responseText).detail; } catch {}
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    return page.querySelector(".problem")?.textContent || said.unsent;
  }
  for (const box of $$("[data-drop]")) {
    for (const form of $$("form", box)) {
      form.hidden = false;
      const input = form.querySelector("input");
      input.addEventListener("change", () => send(box, [...input.files].map((file) => [file.webkitRelativePath || file.name, file])));
    }
    box.addEventListener("dragover", (event) => { event.preventDefault(); box.classList.add("over"); });
    box.addEventListener("dragleave", () => box.classList.remove("over"));
    box.addEventListener("drop", async (event) => {
      event.preventDefault();
      box.classList.remove("over");
      const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry()).filter(Boolean);
      send(box, (await Promise.all(entries.map((entry) => filesOf(entry)))).flat());
    });
  }

  // ---- a job that runs ----

  async function follow() {
    try {
      const answer = await fetch(location.href);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (answer.ok) document.querySelector("main").replaceChildren(...page.querySelector("main").childNodes);
    } catch {} // the server may come back
    if (document.querySelector("[data-running]")) setTimeout(follow, 700);
  }
  if (document.querySelector("[data-running]")) setTimeout(follow, 400);
})();
