/**
 * The commands under <i>Plugins &gt; Prompt-to-Prompt</i>. A command holds parameters and no science: it makes an {@link
 * org.prompttoprompt.request.EditRequest}, hands it to {@link org.prompttoprompt.service.P2PService} and shows the stack.
 * May import {@code service}, {@code ij}, {@code macro} and what is below.
 */
package org.prompttoprompt.command;
