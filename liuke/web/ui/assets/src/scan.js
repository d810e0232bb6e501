// A serial number read by the camera, where the browser can (BarcodeDetector); else the button never shows and the number
// is typed. It only fills the field: it needs no signal, and nothing of the picture is kept.
const WANTED = ["code_128", "code_39", "ean_13", "ean_8", "qr_code", "data_matrix"];
const EVERY_MS = 200;

export async function scanning(root = document) {
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices?.getUserMedia) return;
  const known = await BarcodeDetector.getSupportedFormats().catch(() => []);
  const formats = WANTED.filter((one) => known.includes(one));
  if (!formats.length) return;
  for (const button of root.querySelectorAll("[data-scan]")) {
    if (!button.hidden) continue;
    button.hidden = false;
    button.addEventListener("click", () => scan(button, new BarcodeDetector({ formats })));
  }
}

// A QR code that holds an address is a label or an advertisement, no serial number.
export const serialIn = (codes) => codes.map((one) => one.rawValue.trim()).find((text) => text && text.length <= 60 && !/^\w+:\/\//.test(text)) || "";

async function scan(button, detector) {
  const field = document.getElementById(button.dataset.scan);
  const view = opened(button);
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    view.video.srcObject = stream;
    await view.video.play();
    const text = await found(view, detector);
    if (!text) return;
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    navigator.vibrate?.(60);
  } catch {
    button.hidden = true; // no camera, or it was refused: the number is typed
  } finally {
    stream?.getTracks().forEach((track) => track.stop());
    view.dialog.remove();
    field.focus();
  }
}

async function found({ dialog, video }, detector) {
  while (dialog.open) {
    const text = serialIn(await detector.detect(video).catch(() => []));
    if (text) return text;
    await new Promise((done) => setTimeout(done, EVERY_MS));
  }
  return "";
}

function opened(button) {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  const video = document.createElement("video");
  Object.assign(video, { muted: true, playsInline: true });
  video.style.width = "100%";
  const close = document.createElement("button");
  Object.assign(close, { type: "button", className: "btn btn-second", textContent: button.dataset.close });
  close.addEventListener("click", () => dialog.close());
  dialog.append(video, close);
  document.body.append(dialog);
  dialog.showModal();
  return { dialog, video };
}
