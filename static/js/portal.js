// What scripts add to pages that work without them. Collecting static files puts the parts
// in here (common/design/assets.py); in development the browser fetches each.
import "./fold.js";
import "./drop.js";
import "./copy.js";
import "./combobox.js";
import "./draft.js";
import "./upload.js";
import "./errors.js";
import "./notices.js";
import "./desk.js";
