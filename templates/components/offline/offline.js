// Lets the site be read without a network: tells the browser of the service worker, once the page is there.
// The address is fixed, because a browser asks under it whether the worker has changed.

const ADDRESS = "/service-worker.js";
const policy = globalThis.trustedTypes?.createPolicy("offline", { createScriptURL: () => ADDRESS });

function register() {
  // A browser may refuse, for instance in a private window; the site is then read with a network, as ever.
  navigator.serviceWorker.register(policy?.createScriptURL("") ?? ADDRESS).catch(() => {});
}

if ("serviceWorker" in navigator) {
  if (document.readyState === "complete") register();
  else addEventListener("load", register);
}
