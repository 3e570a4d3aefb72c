// A file may be dropped on the whole frame of its input.
for (const frame of document.querySelectorAll("[data-upload]")) {
  const input = frame.querySelector("input[type=file]");
  const over = (on) => (event) => {
    event.preventDefault();
    frame.classList.toggle("upload--over", on);
  };
  frame.addEventListener("dragover", over(true));
  frame.addEventListener("dragleave", over(false));
  frame.addEventListener("drop", (event) => {
    over(false)(event);
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
