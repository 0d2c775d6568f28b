// Files that are dropped anywhere on the page go into the file field; Ctrl+Enter codes what is pasted.

const MOST = 1000;
const form = document.querySelector("#intake");
const field = document.querySelector("#files");
const drop = document.querySelector("#drop");
const chosen = document.querySelector("#chosen");
const take = document.querySelector("#take");
const text = document.querySelector("#text");
let over = 0;
let sent = false;

function tellChosen() {
  const count = field.files.length;
  chosen.textContent = count === 0 ? "" : count === 1 ? "1 file is ready." : `${count.toLocaleString("en")} files are ready.`;
  take.textContent = count === 0 ? "Code the files" : count === 1 ? "Code the file" : `Code the ${count.toLocaleString("en")} files`;
  take.classList.toggle("main", count > 0);
}

async function* filesOf(entry, path = "") {
  if (entry.isFile) {
    const file = await new Promise((done, failed) => entry.file(done, failed));
    yield path ? new File([file], `${path}${file.name}`, { type: file.type }) : file;
  } else if (entry.isDirectory) {
    const reader = entry.createReader();
    for (;;) {
      const some = await new Promise((done, failed) => reader.readEntries(done, failed));
      if (!some.length) return;
      for (const one of some) yield* filesOf(one, `${path}${entry.name}/`);
    }
  }
}

async function dropped(data) {
  const entries = [...data.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  const files = [...data.files];
  const found = new DataTransfer();
  if (entries.some((one) => one.isDirectory)) {
    for (const entry of entries) {
      for await (const file of filesOf(entry)) {
        if (found.items.length <= MOST) found.items.add(file);
      }
    }
  } else {
    for (const file of files) found.items.add(file);
  }
  return found.files;
}

function holdsFiles(event) {
  return event.dataTransfer?.types.includes("Files");
}

document.addEventListener("dragenter", (event) => {
  if (!holdsFiles(event)) return;
  event.preventDefault();
  over += 1;
  drop.classList.add("over");
});
document.addEventListener("dragleave", (event) => {
  if (!holdsFiles(event)) return;
  over = Math.max(0, over - 1);
  if (!over) drop.classList.remove("over");
});
document.addEventListener("dragover", (event) => {
  if (holdsFiles(event)) event.preventDefault();
});
document.addEventListener("drop", async (event) => {
  if (!holdsFiles(event)) return;
  event.preventDefault();
  over = 0;
  drop.classList.remove("over");
  const files = await dropped(event.dataTransfer);
  if (files.length > MOST) {
    chosen.textContent = "These are more than 1,000 files: give them as one .jsonl of notes.";
    return;
  }
  field.files = files;
  tellChosen();
  take.focus({ preventScroll: true });
});

field.addEventListener("change", tellChosen);
text.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit(document.querySelector("#code"));
  }
});
// Enter in a field sends what was given last: files, where some are ready, else the note
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.target.tagName !== "INPUT" || event.target === field || !field.files.length) return;
  event.preventDefault();
  form.requestSubmit(take);
});
form.addEventListener("submit", (event) => {
  if (sent) {
    event.preventDefault();
    return;
  }
  const filesGo = event.submitter === take;
  if (filesGo && !field.files.length) {
    event.preventDefault();
    chosen.textContent = "Pick files first, or drop them here.";
    field.focus();
    return;
  }
  // what is not sent need not be read into the request, and nothing is sent twice
  if (filesGo) text.disabled = true;
  else field.disabled = true;
  sent = true;
  for (const button of form.querySelectorAll("button")) button.setAttribute("aria-disabled", "true");
});
// a page that comes back from the browser's cache can send again
addEventListener("pageshow", () => {
  sent = text.disabled = field.disabled = false;
  for (const button of form.querySelectorAll("button")) button.removeAttribute("aria-disabled");
  tellChosen();
});
