/**
 * The facade: {@link org.prompttoprompt.pipeline.PromptToPrompt} runs an {@link
 * org.prompttoprompt.request.EditRequest} on a model and returns an {@link org.prompttoprompt.pipeline.EditResult}. May
 * import every package below: {@code sweep}, {@code model}, {@code p2p} and what these use.
 */
package org.prompttoprompt.pipeline;
