/** The image remembers: its recipe shown, run again, copied as code, and kept in PNG files. */
package org.prompttoprompt.command.recipe;
