// A pad to sign on with a finger, a pen or a mouse; white paper, so that the picture can be read anywhere.
export function signature(pad) {
  if (!pad) return;
  const pen = pad.getContext("2d");
  const blank = () => {
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, pad.width, pad.height);
    pen.strokeStyle = "#111";
    pen.lineWidth = 4;
    pen.lineCap = pen.lineJoin = "round";
    delete pad.dataset.drawn;
  };
  const at = (event) => {
    const frame = pad.getBoundingClientRect();
    return [((event.clientX - frame.left) * pad.width) / frame.width, ((event.clientY - frame.top) * pad.height) / frame.height];
  };
  let down = false;
  blank();
  pad.addEventListener("pointerdown", (event) => {
    down = true;
    pad.setPointerCapture?.(event.pointerId);
    pen.beginPath();
    pen.moveTo(...at(event));
    event.preventDefault();
  });
  pad.addEventListener("pointermove", (event) => {
    if (!down) return;
    pen.lineTo(...at(event));
    pen.stroke();
    pad.dataset.drawn = "1";
    const field = pad.closest(".field");
    field?.classList.remove("is-wrong");
    const error = field?.querySelector(".field-error");
    if (error) error.textContent = "";
  });
  for (const end of ["pointerup", "pointercancel", "pointerleave"]) pad.addEventListener(end, () => (down = false));
  pad.parentElement.querySelector("[data-signature-clear]")?.addEventListener("click", blank);
}
