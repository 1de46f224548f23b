{#- Takes back the worker that keeps pages: deletes what it has kept, then itself. Browsers that have the other one
    find this one at their next visit. -#}
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(caches.delete({{ cache|tojson }}).then(() => registration.unregister())));
