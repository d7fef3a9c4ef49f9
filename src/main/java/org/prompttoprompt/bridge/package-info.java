/**
 * The commands in a plain ImageJ 1.x: menu entries of plugins.config, dialogs and the Recorder's lines.
 */
package org.prompttoprompt.bridge;
