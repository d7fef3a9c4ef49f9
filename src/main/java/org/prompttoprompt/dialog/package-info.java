/**
 * The dialogs of the commands, the same in Fiji and in plain ImageJ, and the pages of the documentation. May import what lies
 * below: commands, services, macro lines, ImageJ; Swing, SciJava and the reader of the pages.
 */
package org.prompttoprompt.dialog;
