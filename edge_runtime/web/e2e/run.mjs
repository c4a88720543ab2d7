// Uses the page in a real Chromium, as its users do: node e2e/run.mjs URL SAMPLES OUT [CHROMIUM]
// Fails at the first difference from what is expected; writes screenshots to OUT.
import assert from "node:assert/strict";
import { mkdir, readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { chromium } from "playwright-core";

const [url, samples, out, executablePath = "/usr/bin/chromium"] = process.argv.slice(2);
const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const CAMERA = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"];

await mkdir(out, { recursive: true });
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", ...CAMERA] });
const problems = [];

try {
  const desktop = await open({ viewport: { width: 1280, height: 860 }, colorScheme: "light" });
  await accessible(desktop, "empty");
  await desktop.screenshot({ path: join(out, "empty.png") });
  await pick(desktop);
  await accessible(desktop, "judged");
  await overlay(desktop);
  await keyboard(desktop);
  await saved(desktop);
  await desktop.screenshot({ path: join(out, "desk-light.png"), fullPage: true });
  await pasteAndDrop(desktop);
  await camera(desktop);
  await desktop.getByRole("button", { name: "Remove all" }).click();
  assert.equal(await desktop.getByRole("article").count(), 0);
  await inTheBrowser(desktop, await onTheServer(desktop));

  const dark = await open({ viewport: { width: 1280, height: 860 }, colorScheme: "dark" });
  await pick(dark);
  await accessible(dark, "dark");
  await dark.screenshot({ path: join(out, "desk-dark.png"), fullPage: true });

  const phone = await open({ viewport: { width: 360, height: 780 }, isMobile: true, hasTouch: true });
  await pick(phone);
  await accessible(phone, "phone");
  const overflow = await phone.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(overflow <= 0, `the page is ${overflow} pixels too wide for a phone`);
  await phone.screenshot({ path: join(out, "phone.png"), fullPage: true });

  assert.deepEqual(problems, []);
  console.log("page: ok");
} finally {
  await browser.close();
}

async function open(options) {
  const context = await browser.newContext({ ...options, permissions: ["camera"] });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  // The browser logs the answer 4xx for a picture that cannot be judged; that is expected.
  page.on("console", (message) => {
    // LiteRT.js logs its steps, and that there is no GPU, as errors.
    const expected = /^(Failed to load resource|INFO:|WARNING:|.*\b(WebGPU|adapters?)\b)/.test(message.text());
    if (["error", "warning"].includes(message.type()) && !expected) problems.push(message.text());
  });
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("request", (request) => {
    const elsewhere = !request.url().startsWith(url) && !/^(blob|data):/.test(request.url());
    if (elsewhere) problems.push(`request to ${request.url()}`);
  });
  await page.goto(url);
  await page.getByText("choose files").waitFor();
  return page;
}

async function pick(page) {
  const names = (await readdir(samples)).filter((name) => name.endsWith(".jpg")).sort();
  const total = `${names.length} of ${names.length} pictures judged`;
  await page.locator("input[type=file]").setInputFiles(names.map((name) => join(samples, name)));
  await page.getByRole("status").filter({ hasText: total }).waitFor();
  assert.equal(await page.getByRole("listitem").filter({ has: page.locator("button") }).count(), names.length);
  await page.getByRole("button", { name: "fake_swap_hopper_on_collins.jpg" }).click();
  await page.getByRole("heading", { name: "fake_swap_hopper_on_collins.jpg" }).waitFor();
}

async function accessible(page, what) {
  // Not as a script tag: the page's policy forbids that.
  await page.evaluate(await readFile(AXE, "utf8"));
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  const findings = violations.map(({ id, nodes }) => `${what}: ${id} ${nodes.map((each) => each.html).join(" ")}`);
  assert.deepEqual(findings, []);
}

async function overlay(page) {
  assert.ok((await page.locator(".stack svg image").count()) >= 1);
  await page.getByLabel("Evidence").uncheck();
  assert.equal(await page.locator(".stack svg image").count(), 0);
  await page.getByLabel("Evidence").check();
  const shown = await page.locator(".stack img").evaluate((image) => image.naturalWidth);
  assert.ok(shown > 0);
}

async function keyboard(page) {
  const chosen = page.locator(".list button[aria-current=true]");
  const before = await chosen.textContent();
  await chosen.focus();
  await page.keyboard.press("ArrowUp");
  assert.notEqual(await chosen.textContent(), before);
  assert.ok(await chosen.evaluate((button) => button === document.activeElement));
  await page.keyboard.press("ArrowDown");
  assert.equal(await chosen.textContent(), before);
}

async function saved(page) {
  const { results } = JSON.parse(await download(page, "Save JSON"));
  const lines = (await download(page, "Save CSV")).trimEnd().split("\r\n");
  assert.equal(lines.length, results.length + 1);
  assert.ok(results.some((result) => result.failure?.code === "undecodable"));
}

/** The server's results of the samples. */
async function onTheServer(page) {
  await pick(page);
  const { results } = JSON.parse(await download(page, "Save JSON"));
  await page.getByRole("button", { name: "Remove all" }).click();
  return results;
}

/** Judged in the browser, nothing is sent, and the answers are those of the server. */
async function inTheBrowser(page, expected) {
  const posts = [];
  page.on("request", (request) => request.method() !== "GET" && request.method() !== "HEAD" && posts.push(request.url()));
  await page.getByLabel("in this browser").check();
  await page.getByText("The engine in this browser is ready").waitFor();
  await pick(page);
  await page.screenshot({ path: join(out, "in-browser.png"), fullPage: true });
  const { results } = JSON.parse(await download(page, "Save JSON"));
  assert.deepEqual(posts, []);
  for (const [index, result] of results.entries()) {
    const { probability, regions, rotated, source } = expected[index];
    assert.equal(result.runtime.backend, "litert.js");
    assert.equal(result.regions.length, regions.length, source);
    assert.equal(result.rotated, rotated, source);
    assert.equal(result.failure?.code, expected[index].failure?.code);
    if (probability === null) continue;
    // Both are int8, but of different kernels: a step or two of the logit.
    assert.ok(Math.abs(result.probability - probability) < 0.1, `${source}: ${result.probability}, not ${probability}`);
  }
}

async function download(page, button) {
  const started = page.waitForEvent("download");
  await page.getByRole("button", { name: button }).click();
  return readFile(await (await started).path(), "utf8");
}

async function pasteAndDrop(page) {
  const bytes = [...(await readFile(join(samples, "real_rocket.jpg")))];
  for (const kind of ["paste", "drop"]) {
    await page.evaluate(
      ([kind, bytes]) => {
        const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(bytes)], `${kind}.jpg`, { type: "image/jpeg" }));
        const event =
          kind === "paste"
            ? new ClipboardEvent(kind, { clipboardData: data, bubbles: true })
            : new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true });
        document.body.dispatchEvent(event);
      },
      [kind, bytes],
    );
    await judged(page, `${kind}.jpg`);
  }
}

async function camera(page) {
  await page.getByRole("button", { name: "use the camera" }).click();
  await page.getByRole("button", { name: "Take picture" }).click();
  await judged(page, "camera-");
  assert.equal(await page.getByRole("dialog").count(), 0);
}

async function judged(page, name) {
  const entry = page.locator(".list button").filter({ hasText: name });
  await entry.locator(".badge:not(.waiting):not(.failed)").waitFor();
}
