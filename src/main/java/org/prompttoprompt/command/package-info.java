/**
 * The commands under <i>Plugins &gt; Prompt-to-Prompt</i>. A command holds parameters and no science: it makes an {@link
 * org.prompttoprompt.request.EditRequest}, hands it to {@link org.prompttoprompt.service.P2PService} and shows the stack.
 */
package org.prompttoprompt.command;
