// Everything here adds to pages that work without it.
import { watchCopying } from "./copy.js";
import { listenForKeys } from "./keys.js";
import { watchLive } from "./live.js";
import { offerPasskeys } from "./passkeys.js";
import { letPasswordsBeSeen } from "./passwords.js";
import { watchSession } from "./session.js";
import { suggestProviders } from "./suggest.js";
import { showTimes } from "./times.js";

showTimes(document);
watchCopying(document);
listenForKeys();
suggestProviders();
watchLive();
offerPasskeys();
letPasswordsBeSeen();
watchSession();
document.getElementById("problems")?.focus();
