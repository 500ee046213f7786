// Photographs papers straight into the file field: with the document camera at a desk, with its own on a phone.
const button = document.querySelector("[data-camera]");
const box = document.querySelector("[data-camera-box]");
const files = document.querySelector("input[type=file][data-photos]");
let stream, taken = 0;

function put(...more) {
  const all = new DataTransfer();
  for (const file of [...files.files, ...more]) all.items.add(file);
  files.files = all.files;
  files.dispatchEvent(new Event("change", { bubbles: true }));
}

async function open(device) {
  stop();
  const which = device ? { deviceId: { exact: device } } : { facingMode: "environment" };
  stream = await navigator.mediaDevices.getUserMedia({ video: { ...which, width: { ideal: 2592 }, height: { ideal: 1944 } } });
  const video = box.querySelector("video");
  video.srcObject = stream;
  await video.play();
  box.querySelector("[data-camera-still]").disabled = false;
  const cameras = (await navigator.mediaDevices.enumerateDevices()).filter((one) => one.kind === "videoinput");
  const select = box.querySelector("select");
  select.hidden = cameras.length < 2;
  select.replaceChildren(...cameras.map((one, i) => new Option(one.label || `摄像头 ${i + 1}`, one.deviceId)));
  select.value = stream.getVideoTracks()[0].getSettings().deviceId;
}

function stop() {
  stream?.getTracks().forEach((track) => track.stop());
  stream = undefined;
  box.querySelector("[data-camera-still]").disabled = true;
}

function still() {
  const video = box.querySelector("video");
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
  canvas.getContext("2d").drawImage(video, 0, 0);
  canvas.toBlob((blob) => {
    taken += 1;
    put(new File([blob], `拍照${taken}.jpg`, { type: "image/jpeg" }));
    box.querySelector("[data-camera-said]").textContent = `已拍 ${taken} 张，随登记保存。`;
  }, "image/jpeg", 0.9);
}

// A phone has a camera application of its own, which is better than ours.
function phone() {
  const input = Object.assign(document.createElement("input"), { type: "file", accept: "image/*" });
  input.setAttribute("capture", "environment");
  input.addEventListener("change", () => put(...input.files));
  input.click();
}

if (button && files && navigator.mediaDevices?.getUserMedia) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (matchMedia("(pointer: coarse)").matches) return phone();
    const said = box.querySelector("[data-camera-said]");
    box.hidden = false;
    said.textContent = "";
    try {
      await open();
      box.querySelector("[data-camera-still]").focus();
    } catch {
      said.textContent = "没有找到高拍仪或摄像头，或浏览器没有允许使用。可以改选文件。";
    }
  });
  box.querySelector("[data-camera-still]").addEventListener("click", still);
  box.querySelector("select").addEventListener("change", (event) => open(event.target.value));
  box.querySelector("[data-camera-close]").addEventListener("click", () => {
    stop();
    box.hidden = true;
    button.focus();
  });
  addEventListener("pagehide", stop);
}
