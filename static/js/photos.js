// Photos made small before they are kept or sent; drawn anew, they tell neither place nor device.
const LONGEST = 1600, QUALITY = 0.8; // pixels of the longer side; of JPEG
const MOST = 6;

// The photo as a small JPEG. Throws what cannot be read as a picture.
export async function small(file) {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = Object.assign(document.createElement("canvas"), {
    width: Math.max(1, Math.round(picture.width * scale)),
    height: Math.max(1, Math.round(picture.height * scale)),
  });
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  return new File([blob], `${file.name.replace(/\.[^.]*$/, "").slice(0, 40) || "照片"}.jpg`, { type: "image/jpeg" });
}

// The photos of a form: `files` is what it holds, shown beside the button with a way to take each away.
export class Photos {
  constructor(input, box, said) {
    Object.assign(this, { input, box, said, files: [] });
    input.addEventListener("change", () => this.take([...input.files]));
  }

  async take(files) {
    this.input.value = "";
    const unread = [];
    for (const file of files) {
      if (this.files.length === MOST) {
        unread.push(`最多 ${MOST} 张，${file.name} 没有放进来`);
        break;
      }
      try {
        this.files.push(await small(file));
      } catch {
        unread.push(`${file.name} 不是能打开的照片，没有放进来`);
      }
    }
    this.show(unread.length ? `${unread.join("；")}。` : "");
  }

  set(files) {
    this.files = files;
    this.show("");
  }

  async show(said) {
    this.said.textContent = said;
    const figures = await Promise.all(this.files.map((file, at) => this.figure(file, at)));
    this.box.replaceChildren(...figures);
  }

  async figure(file, at) {
    const picture = await createImageBitmap(file, { resizeWidth: 192, resizeHeight: 192 });
    const canvas = Object.assign(document.createElement("canvas"), { width: 192, height: 192 });
    canvas.getContext("2d").drawImage(picture, 0, 0);
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", `照片 ${at + 1}`);
    const away = Object.assign(document.createElement("button"), { type: "button", textContent: "✕" });
    away.setAttribute("aria-label", `删去照片 ${at + 1}`);
    away.addEventListener("click", () => this.set(this.files.filter((one) => one !== file)));
    const figure = document.createElement("figure");
    figure.append(canvas, away);
    return figure;
  }
}
