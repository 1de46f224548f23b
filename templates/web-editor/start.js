// Sveltia's package is a module that waits to be told to begin; its configuration is named in the page.
import { init } from "./sveltia/npm/index.js";

init();
