// Choose by typing: the ARIA 1.2 combobox with a list, over an address that answers JSON.
// The visible text is sent too, so the server can find the record when scripts are off.
const words = JSON.parse(document.getElementById("page-words")?.textContent ?? "{}");
const PAUSE = 180;
// An address that is longer is refused, and no name is.
const LONGEST_ASKED = 200;

class Combobox {
  constructor(root) {
    this.root = root;
    this.input = root.querySelector("input[type=text]");
    this.key = root.querySelector("[data-key]");
    this.chosen = this.input.value;
    this.at = -1;
    this.build();
    this.listen();
  }

  build() {
    const id = `${this.input.id || this.input.name}_list`;
    this.list = document.createElement("ul");
    Object.assign(this.list, { id, className: "combobox__list", hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.label());
    this.said = document.createElement("div");
    this.said.className = "combobox__said";
    this.said.setAttribute("role", "status");
    this.root.append(this.list);
    this.root.after(this.said);
    for (const [name, value] of [
      ["role", "combobox"],
      ["aria-autocomplete", "list"],
      ["aria-expanded", "false"],
      ["aria-controls", id],
    ]) {
      this.input.setAttribute(name, value);
    }
  }

  label() {
    return this.input.labels?.[0]?.innerText ?? this.input.getAttribute("aria-label") ?? "";
  }

  listen() {
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("keydown", (event) => this.pressed(event));
    this.input.addEventListener("blur", () => this.close());
    // Not "click": the input would lose the focus first and close the list.
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const option = event.target.closest("[role=option]");
      if (option) this.choose(option);
    });
  }

  typed() {
    this.key.value = "";
    clearTimeout(this.timer);
    const text = this.input.value.trim();
    if (text.length < 2) {
      this.close();
      this.say("");
      return;
    }
    this.timer = setTimeout(() => this.ask(text), PAUSE);
  }

  async ask(text) {
    this.request?.abort();
    this.request = new AbortController();
    this.say(words.searching);
    const address = new URL(this.root.dataset.url, location.href);
    address.searchParams.set("q", text.slice(0, LONGEST_ASKED));
    try {
      const answer = await fetch(address, {
        headers: { Accept: "application/json" },
        signal: this.request.signal,
      });
      if (!answer.ok) throw new Error(answer.statusText);
      this.show((await answer.json()).results);
    } catch (error) {
      if (error.name === "AbortError") return;
      this.close();
      this.say(words.offline);
    }
  }

  show(results) {
    this.list.replaceChildren(...results.map((result, index) => this.option(result, index)));
    this.at = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.toggle(results.length > 0);
    this.say(results.length ? `${words.found} ${results.length}` : words.nothing);
  }

  option({ value, label, hint }, index) {
    const option = document.createElement("li");
    option.id = `${this.list.id}_${index}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.value = value;
    option.dataset.label = label;
    option.textContent = label;
    if (hint) {
      const more = document.createElement("span");
      more.className = "combobox__hint";
      more.textContent = hint;
      option.append(" ", more);
    }
    return option;
  }

  pressed(event) {
    const open = !this.list.hidden;
    if (event.key === "Escape" && open) this.close();
    else if (event.key === "Enter" && open && this.at >= 0) this.choose(this.list.children[this.at]);
    else if (event.key === "ArrowDown") this.move(1);
    else if (event.key === "ArrowUp") this.move(-1);
    else return;
    event.preventDefault();
  }

  move(step) {
    const options = [...this.list.children];
    if (!options.length) return;
    this.toggle(true);
    const from = this.at < 0 && step < 0 ? 0 : this.at;
    this.at = (from + step + options.length) % options.length;
    options.forEach((option, index) => {
      option.setAttribute("aria-selected", String(index === this.at));
    });
    options[this.at].scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", options[this.at].id);
  }

  choose(option) {
    this.key.value = option.dataset.value;
    this.input.value = option.dataset.label;
    this.close();
    this.say("");
    this.key.dispatchEvent(new Event("change", { bubbles: true }));
  }

  toggle(open) {
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
  }

  close() {
    this.toggle(false);
    this.input.removeAttribute("aria-activedescendant");
  }

  say(text) {
    this.said.textContent = text ?? "";
  }
}

const start = (part) => {
  for (const root of part.querySelectorAll("[data-combobox]:not([data-started])")) {
    root.dataset.started = "";
    new Combobox(root);
  }
};

start(document);
// Rows that come into the page later.
document.addEventListener("htmx:load", (event) => start(event.detail.elt.parentElement ?? document));
