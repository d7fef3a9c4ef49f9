/**
 * The commands under <i>Plugins &gt; Prompt-to-Prompt</i>, in Fiji, in plain ImageJ 1.x and for scripts. A command holds
 * parameters and no science: it makes an {@link org.prompttoprompt.pipeline.EditRequest}, hands it to {@link
 * org.prompttoprompt.command.P2PService} and shows the stack. May import pipeline, and SciJava and ImageJ.
 */
package org.prompttoprompt.command;
