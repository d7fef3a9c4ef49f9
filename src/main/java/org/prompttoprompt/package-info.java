/**
 * Prompt-to-Prompt for ImageJ. The packages, lowest first, and what each may import are listed in CONTRIBUTING.md and
 * checked by a test; here stand only {@link org.prompttoprompt.Refusal}, which all of them throw, and {@link
 * org.prompttoprompt.Fault}, which says where to report all else, and {@link org.prompttoprompt.Finding}, by which lines of reports begin.
 */
package org.prompttoprompt;
