/** Attention made visible: maps as images, words as selections, tokens as a table. */
package org.prompttoprompt.command.maps;
