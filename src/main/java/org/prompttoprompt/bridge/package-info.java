/**
 * The commands in a plain ImageJ 1.x: menu entries of plugins.config, dialogs and the Recorder's lines. May import {@code
 * command} and what is below.
 */
package org.prompttoprompt.bridge;
