/**
 * Prompt Studio: one window in which the words of a prompt are changed, weighed and looked at. State, history and engine know
 * nothing of Swing; the other classes are its widgets.
 */
package org.prompttoprompt.studio;
