/** What a running command shows before it is done, and the command that switches it. */
package org.prompttoprompt.command.live;
