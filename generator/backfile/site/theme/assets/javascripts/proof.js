/*
 * A button that checks whether the Markdown of an article belongs to the root that its proof names (RFC 6962, 2.1.1).
 * The script adds it where the browser can compute digests: at secure addresses. Its texts are in the page.
 */
(() => {
  "use strict";

  const digest = async (...parts) => new Uint8Array(await crypto.subtle.digest("SHA-256", await new Blob(parts).arrayBuffer()));
  const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const bytes = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));

  const load = async (address) => {
    const response = await fetch(address, { cache: "no-store" });
    return response.ok ? response : null;
  };

  /* Return the root that the text leads to by the steps of its proof. The digest in the line is that of the text. */
  const follow = async (text, proof) => {
    const line = proof.line.replace(/[0-9a-f]{64}/, hex(await digest(text)));
    let hash = await digest(Uint8Array.of(0), new TextEncoder().encode(line));
    for (const [side, other] of proof.steps) {
      const pair = side === "left" ? [bytes(other), hash] : [hash, bytes(other)];
      hash = await digest(Uint8Array.of(1), ...pair);
    }
    return hex(hash);
  };

  const check = async (box) => {
    const [text, proof] = await Promise.all([load(box.dataset.markdown), load(box.dataset.proof)]);
    if (!text || !proof) return box.dataset.none;
    const { line, root, steps } = await proof.json();
    const isRight = await follow(await text.arrayBuffer(), { line, steps }) === root;
    return (isRight ? box.dataset.right : box.dataset.wrong).replace("{root}", root);
  };

  atEveryPage(() => {
    const box = document.querySelector(".article__proof");
    if (!box || !globalThis.crypto?.subtle || box.querySelector("button")) return;
    const status = Object.assign(document.createElement("p"), { className: "article__checked", role: "status" });
    const button = Object.assign(document.createElement("button"), {
      type: "button", className: "md-button", textContent: box.dataset.check,
    });
    button.addEventListener("click", async () => {
      status.textContent = "";
      status.textContent = await check(box).catch(() => box.dataset.none);
    });
    box.append(button, status);
  });
})();
