/*
 * A button that checks whether the Markdown of an article belongs to the root of the manifest: its proof leads to the
 * root of a part (RFC 6962, 2.1.1), and those of all parts to that of the manifest (2.1).
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

  const join = (left, right) => digest(Uint8Array.of(1), left, right);

  /* Return the root of a part that the text leads to by the steps of its proof. The digest in the line is the text's. */
  const follow = async (text, proof) => {
    const line = proof.line.replace(/[0-9a-f]{64}/, hex(await digest(text)));
    let hash = await digest(Uint8Array.of(0), new TextEncoder().encode(line));
    for (const [side, other] of proof.steps) {
      hash = await (side === "left" ? join(bytes(other), hash) : join(hash, bytes(other)));
    }
    return hex(hash);
  };

  /* Return the root of trees that stand side by side, the first from the left. */
  const rootOf = async (trees) => {
    if (trees.length === 1) return hex(trees[0]);
    const pairs = trees.flatMap((tree, number) => (number % 2 ? [] : [[tree, trees[number + 1]]]));
    return rootOf(await Promise.all(pairs.map(([left, right]) => (right ? join(left, right) : left))));
  };

  const check = async (box) => {
    const { markdown, proof, manifest } = box.dataset;
    const found = await Promise.all([markdown, proof, manifest].map(load));
    if (found.includes(null)) return box.dataset.none;
    const [text, way, { root, parts }] = [await found[0].arrayBuffer(), await found[1].json(), await found[2].json()];
    const part = parts.find((each) => each.file === way.part);
    const isRight = await follow(text, way) === part.root && await rootOf(parts.map((each) => bytes(each.root))) === root;
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
