// The proof sheet in a browser: filter, select, scroll, keyboard, a hostile report.
//
//   node tests/proof-sheet/run.mjs PROGRAM [FOLDER FOR PICTURES]
//
// Wants Chromium (CHROMIUM, or `chromium` in the path) and the package playwright-core, found from the working directory or
// by NODE_PATH. Without them it says so and passes: the markup has its own tests in tests/formats.rs.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { mkdtempSync, mkdirSync, writeFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import assert from "node:assert/strict";

const program = resolve(process.argv[2] ?? "target/release/tertium");
const pictures = process.argv[3];
const chromium = process.env.CHROMIUM ?? spawnSync("which", ["chromium"]).stdout?.toString().trim();
let playwright;
for (const from of [process.cwd() + "/", ...(process.env.NODE_PATH ?? "").split(":").filter(Boolean).map((p) => p + "/x/")]) {
  try {
    playwright ??= createRequire(from)("playwright-core");
  } catch {}
}
if (!chromium || !playwright) {
  console.log("no Chromium or no playwright-core: the proof sheet is not tried in a browser");
  process.exit(0);
}

const folder = mkdtempSync(join(tmpdir(), "proof-sheet-"));
const sheet = (name, ...args) => {
  const file = join(folder, name);
  spawnSync(program, [...args, "--format", "html", "--output", file], { stdio: ["ignore", "ignore", "inherit"] });
  return pathToFileURL(file).href;
};

const browser = await playwright.chromium.launch({ executablePath: chromium, args: ["--no-sandbox"] });
const problems = [];
const contexts = [];
const open = async (url, options = {}) => {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, ...options });
  contexts.push(context);
  const page = await context.newPage();
  page.on("console", (m) => m.type() === "error" && problems.push(m.text()));
  page.on("pageerror", (e) => problems.push(String(e)));
  page.on("dialog", (d) => (problems.push("a dialog: " + d.message()), d.dismiss()));
  page.on("request", (r) => r.url().startsWith("file:") || problems.push("a request: " + r.url()));
  await page.goto(url);
  return page;
};
const shown = (page) => page.locator(".finding:visible");
const picture = async (page, name) => pictures && (mkdirSync(pictures, { recursive: true }), await page.screenshot({ path: join(pictures, name) }));
const inView = (page) => page.evaluate(() => [...document.querySelectorAll(".report")].filter((r) => r.querySelector("mark.on")).map((r) => {
  const box = r.getBoundingClientRect();
  return [...r.querySelectorAll("mark.on")].some((m) => { const b = m.getBoundingClientRect(); return b.top >= box.top && b.bottom <= box.bottom; });
}));

const tests = {
  async "filters by verdict, kind, language and words"(url) {
    const page = await open(url);
    const all = await shown(page).count();
    assert.ok(all > 5);
    await page.locator(".chip:has([value=agree])").click();
    assert.equal(await page.locator(".finding[data-verdict=agree]:visible").count(), 0);
    const fewer = await shown(page).count();
    assert.ok(fewer > 0 && fewer < all);
    assert.match(await page.locator("#shown").textContent(), new RegExp(`^${fewer} of ${all} shown$`));
    await page.selectOption("[name=kind]", "money");
    assert.ok((await shown(page).evaluateAll((l) => l.map((f) => f.dataset.kind))).every((k) => k === "money"));
    await page.selectOption("[name=kind]", "");
    await page.selectOption("[name=lang]", "ja");
    assert.ok((await shown(page).evaluateAll((l) => l.map((f) => f.dataset.langs.split(" ")))).every((l) => l.includes("ja")));
    await page.selectOption("[name=lang]", "");
    await page.fill("[name=search]", "no such words anywhere");
    assert.equal(await shown(page).count(), 0);
    assert.ok(await page.locator("#none").isVisible());
  },
  async "choosing lights up the claims in every column and shows why"(url) {
    const page = await open(url);
    await picture(page, "light.png");
    await shown(page).first().locator(".open").click();
    const finding = shown(page).first();
    const claims = (await finding.getAttribute("data-sides")).split(/[ |]/);
    for (const c of claims) assert.ok(await page.locator(`mark.on[data-c~="${c}"]`).count(), c);
    assert.ok((await inView(page)).every(Boolean), "the claims are scrolled to");
    const columns = await page.evaluate(() => { const c = document.querySelector(".columns"); return [c.scrollWidth, c.clientWidth]; });
    assert.ok(columns[0] <= columns[1] + 1, "the columns with claims stand side by side");
    assert.ok((await page.locator("#why .reason").textContent()).length > 20);
    await picture(page, "chosen.png");
    await page.locator(`mark.on`).first().click();
    assert.equal(await page.locator(".finding.chosen").count(), 1);
    await page.keyboard.press("Escape");
    assert.equal(await page.locator("mark.on").count(), 0);
  },
  async "a claim in the text chooses its finding"(url) {
    const page = await open(url);
    await page.locator("mark.v-qualifier").first().click();
    assert.equal(await page.locator(".finding.chosen").getAttribute("data-verdict"), "qualifier");
  },
  async "keyboard"(url) {
    const page = await open(url);
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    const second = await page.locator(".finding").nth(1).getAttribute("id");
    assert.equal(await page.locator(".finding.chosen").getAttribute("id"), second);
    await page.keyboard.press("k");
    assert.equal(await page.locator(".finding.chosen").getAttribute("id"), await page.locator(".finding").first().getAttribute("id"));
    await page.keyboard.press("Enter");
    const first = await page.evaluate(() => document.activeElement.dataset.c);
    await page.keyboard.press("Enter");
    const next = await page.evaluate(() => document.activeElement.dataset.c);
    assert.ok(first && next && first !== next, "Enter goes from claim to claim");
    await page.keyboard.press("/");
    assert.equal(await page.evaluate(() => document.activeElement.name), "search");
    await page.keyboard.type("jk");
    assert.equal(await page.inputValue("[name=search]"), "jk", "letters are typed there");
    await page.keyboard.press("Escape");
    assert.equal(await page.inputValue("[name=search]"), "");
  },
  async "without scripts the links lead to the claims"(url) {
    const page = await open(url, { javaScriptEnabled: false });
    assert.equal(await page.locator("#filters").isVisible(), false);
    await page.locator(".finding .sides a").first().click();
    assert.match(page.url(), /#s0r\d+c\d+$/);
    assert.ok(await page.locator("mark:target").isVisible());
    await page.locator(".finding summary").first().click();
    assert.ok(await page.locator(".finding .reason").first().isVisible());
  },
  async "dark, phone and print"(url) {
    const dark = await open(url, { colorScheme: "dark" });
    await dark.keyboard.press("j");
    await picture(dark, "dark.png");
    const phone = await open(url, { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true });
    await shown(phone).first().locator(".open").click();
    await picture(phone, "phone.png");
    assert.ok(await phone.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing sticks out");
    const print = await open(url);
    if (pictures) await print.pdf({ path: join(pictures, "print.pdf"), format: "A4" });
    await print.emulateMedia({ media: "print" });
    assert.equal(await print.locator("#filters").isVisible(), false);
    assert.ok(await print.locator(".finding .reason").first().isVisible());
  },
  async "aligned text"() {
    const file = join(folder, "paid.tsv");
    writeFileSync(file, "id\ten\tde\ns1\tIt paid 5 billion dollars.\tSie zahlte 5 Millionen Dollar.\ns2\tNothing.\tNichts.\ns3\tBuilt in 1932, it fell.\tEs fiel.\n");
    const page = await open(sheet("aligned.html", "bitext", file));
    assert.equal(await page.locator("tbody tr").count(), 2);
    await page.keyboard.press("j");
    assert.equal(await page.locator("mark.on").count(), 2);
    await picture(page, "aligned.png");
  },
  async "several stories"() {
    const page = await open(sheet("stories.html", "check", "corpus"));
    assert.ok((await page.locator(".story").count()) > 1);
    assert.equal(await page.locator(".story:visible").count(), 1);
    await page.selectOption("[name=story]", "1");
    assert.ok((await shown(page).evaluateAll((l) => l.map((f) => f.dataset.story))).every((s) => s === "1"));
    await shown(page).first().click();
    assert.equal(await page.locator(".story:visible").getAttribute("data-story"), "1");
  },
  async "a hostile report"() {
    const bad = "<script>alert(1)</script><img src=x onerror=alert(2)></style></textarea> \u202Egnp.exe \u2066 \u0007\u001B[31m \"'><b>";
    mkdirSync(join(folder, "h"));
    writeFileSync(join(folder, "h", "a<b>.en.txt"), `3 March 2025\n${bad} The company in Berlin hired 120 engineers. ${bad}\n`);
    writeFileSync(join(folder, "h", "x\"onclick=alert(3).de.txt"), `3. März 2025\n${bad} Die Firma in Berlin stellte 140 Ingenieure ein. ${bad}\n`);
    const page = await open(sheet("hostile.html", "check", join(folder, "h")));
    assert.equal(await page.locator(".report script, .report img, .report b, #list script").count(), 0);
    assert.equal(await page.evaluate(() => document.scripts.length), 1);
    assert.ok((await page.locator(".report").first().textContent()).includes("<script>alert(1)</script>"));
    assert.equal(await page.evaluate(() => /[\u202A-\u202E\u2066-\u2069\u0007\u001B]/.test(document.body.innerHTML)), false);
    await page.keyboard.press("j");
    assert.ok(await page.locator("mark.on").count());
    await picture(page, "hostile.png");
  },
  async "hundreds of findings over six columns"() {
    const file = join(folder, "many.tsv");
    const row = (i) => [`Depot ${i} took ${1000 + 7 * i} litres.`, `Depot ${i} nahm ${1001 + 7 * i} Liter.`, `Il deposito ${i} prese ${1000 + 7 * i} litri.`, `${1000 + 7 * i}リットルが届いた。`, `收到${1000 + 7 * i}升。`, `收到${1000 + 7 * i}升。`];
    writeFileSync(file, "en\tde\tit\tja\tzh-Hans\tzh-Hant\n" + Array.from({ length: 120 }, (_, i) => row(i + 1).join("\t")).join("\n") + "\n");
    const url = sheet("many.html", "bitext", file);
    const before = Date.now();
    const page = await open(url);
    const n = await shown(page).count();
    for (let i = 0; i < 20; i++) await page.keyboard.press("j");
    await page.fill("[name=search]", "1007");
    console.log(`      ${n} findings, ${Date.now() - before} ms to open, move and search`);
    assert.ok(n >= 200, `${n} findings`);
  },
};

const url = sheet("story.html", "check", "corpus/hiring");
let failed = 0;
for (const [name, test] of Object.entries(tests)) {
  try {
    await test(url);
    if (problems.length) throw new Error(problems.splice(0).join("\n"));
    console.log(`ok    ${name}`);
  } catch (e) {
    failed += 1;
    problems.length = 0;
    console.log(`FAIL  ${name}\n      ${e.message}`);
  }
  for (const c of contexts.splice(0)) await c.close();
}
await browser.close();
rmSync(folder, { recursive: true, force: true });
process.exit(failed ? 1 : 0);
