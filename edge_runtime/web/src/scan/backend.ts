/** What a result names as its backend when it was made in this browser. */
export const BROWSER_BACKEND = "litert.js";
