// Passkeys: asks the browser for one when a button says so, and sends what it says with the form.
const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (each) => each.charCodeAt(0));
const toText = (bytes) => bytes && btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const named = (list) => list?.map((each) => ({ ...each, id: toBytes(each.id) }));

export function offerPasskeys() {
  for (const button of document.querySelectorAll("[data-passkey]")) {
    if (!window.PublicKeyCredential) { if (!button.hidden) say(button, "cannot"); continue; }
    if (isNameless(location.hostname)) { button.disabled = true; if (!button.hidden) say(button, "nameless"); continue; }
    button.hidden = false;
    button.addEventListener("click", (event) => { event.preventDefault(); use(button); });
  }
}

const isNameless = (host) => host.startsWith("[") || /^[\d.]+$/.test(host); // browsers bind a passkey to a domain, never to an address

async function use(button) {
  const form = button.form;
  button.disabled = true;
  try {
    form.elements.credential.value = JSON.stringify(await deeds[button.dataset.passkey](form));
    form.submit();
  } catch {
    button.disabled = false;
    say(button, "refused");
  }
}

const deeds = {
  create: async (form) => {
    const options = given().publicKey;
    const alone = form.elements.passwordless?.checked ?? false;
    const wanted = { ...options.authenticatorSelection, residentKey: alone ? "required" : "discouraged", requireResidentKey: alone };
    if (alone) wanted.userVerification = "required";
    const made = await navigator.credentials.create({ publicKey: {
      ...options, challenge: toBytes(options.challenge), user: { ...options.user, id: toBytes(options.user.id) },
      excludeCredentials: named(options.excludeCredentials), authenticatorSelection: wanted,
    } });
    const { clientDataJSON, attestationObject } = made.response;
    return said(made, {
      clientDataJSON: toText(clientDataJSON), attestationObject: toText(attestationObject), transports: made.response.getTransports?.() ?? [],
    });
  },
  get: () => answer(given()),
  login: async (form) => {
    const asked = await fetch(form.action, { headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" } });
    return answer((await asked.json()).request_options);
  },
};

async function answer(options) {
  const { publicKey } = options;
  const used = await navigator.credentials.get({ publicKey: {
    ...publicKey, challenge: toBytes(publicKey.challenge), allowCredentials: named(publicKey.allowCredentials),
  } });
  const { clientDataJSON, authenticatorData, signature, userHandle } = used.response;
  return said(used, {
    clientDataJSON: toText(clientDataJSON), authenticatorData: toText(authenticatorData), signature: toText(signature), userHandle: toText(userHandle),
  });
}

const given = () => JSON.parse(document.getElementById("passkey-options").textContent);

function said(credential, response) {
  const { id, type, rawId } = credential;
  return { id, type, rawId: toText(rawId), response, clientExtensionResults: credential.getClientExtensionResults() };
}

function say(button, what) {
  const place = document.querySelector("[data-passkey-problem]");
  place.textContent = place.dataset[what];
  place.hidden = false;
}
