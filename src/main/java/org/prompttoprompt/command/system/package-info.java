/** Whether Prompt-to-Prompt can work on this computer, and what to do where it cannot. */
package org.prompttoprompt.command.system;
