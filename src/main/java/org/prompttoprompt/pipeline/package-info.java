/**
 * The facade: {@link org.prompttoprompt.pipeline.PromptToPrompt} runs an {@link
 * org.prompttoprompt.request.EditRequest} on a model and returns an {@link org.prompttoprompt.pipeline.EditResult}.
 */
package org.prompttoprompt.pipeline;
