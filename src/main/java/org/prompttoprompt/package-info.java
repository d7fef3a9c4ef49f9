/**
 * Prompt-to-Prompt for ImageJ. The packages, lowest first, and what each may import are listed in CONTRIBUTING.md and
 * checked by a test; here stands only {@link org.prompttoprompt.Refusal}, which all of them throw.
 */
package org.prompttoprompt;
