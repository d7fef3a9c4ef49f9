/**
 * The facade: {@link org.prompttoprompt.pipeline.PromptToPrompt} runs an {@link org.prompttoprompt.pipeline.EditRequest}
 * on a model folder and returns an {@link org.prompttoprompt.pipeline.EditResult}. May import every package but {@code
 * command}.
 */
package org.prompttoprompt.pipeline;
