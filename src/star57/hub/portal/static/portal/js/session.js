// Says in time that the session will end, and lets one stay. Another window may have kept it alive, so the hub is asked first.
const dialog = document.getElementById("session-end");
let endsAt = 0;
let ticking = 0;

export function watchSession() {
  const { sessionLeft } = document.body.dataset;
  if (!dialog || sessionLeft === undefined) return;
  wait(Number(sessionLeft));
  dialog.querySelector("form").addEventListener("submit", (event) => { event.preventDefault(); stay(); });
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
}

function wait(leftS) {
  clearInterval(ticking);
  endsAt = Date.now() + leftS * 1000;
  setTimeout(look, Math.max(0, leftS - Number(document.body.dataset.sessionWarn)) * 1000);
}

async function look() {
  const leftS = await ask({});
  if (leftS === null) return void setTimeout(look, 5000);
  if (leftS > Number(document.body.dataset.sessionWarn)) return wait(leftS);
  endsAt = Date.now() + leftS * 1000;
  if (!dialog.open) dialog.showModal();
  tell();
  clearInterval(ticking);
  ticking = setInterval(tell, 1000);
}

function tell() {
  const leftS = Math.round((endsAt - Date.now()) / 1000);
  const words = document.getElementById("session-end-words");
  if (leftS <= 0) {
    clearInterval(ticking);
    words.textContent = dialog.dataset.over;
    dialog.querySelector("[data-stay]").hidden = true;
    return announce(dialog.dataset.over);
  }
  const left = leftS >= 60 ? fill(dialog.dataset.minutes, { n: Math.ceil(leftS / 60) }) : fill(dialog.dataset.seconds, { n: leftS });
  const time = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(endsAt);
  words.textContent = fill(dialog.dataset.soon, { time, left });
  if (leftS === 60) announce(words.textContent);
}

async function stay() {
  const leftS = await ask({ method: "POST", body: new FormData(dialog.querySelector("form")) });
  if (!leftS) return tell();
  dialog.close();
  return wait(leftS);
}

async function ask(request) {
  const answer = await fetch(document.body.dataset.sessionAddress, { ...request, headers: { "X-Background": "1" } }).catch(() => null);
  return answer?.ok ? (await answer.json()).left_s : null;
}

const fill = (words, values) => words.replace(/%\((\w+)\)s/g, (_, name) => values[name]);
const announce = (words) => { document.getElementById("session-end-said").textContent = words; };
