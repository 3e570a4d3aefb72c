// <button type="button" data-copy="#target" hidden>: copies the text of the target.
const words = JSON.parse(document.getElementById("page-words")?.textContent ?? "{}");

for (const button of document.querySelectorAll("button[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.querySelector(button.dataset.copy);
    const label = button.textContent;
    await navigator.clipboard.writeText((source.value ?? source.innerText).trim());
    button.textContent = `${words.copied} ✓`;
    setTimeout(() => {
      button.textContent = label;
    }, 3000);
  });
}
