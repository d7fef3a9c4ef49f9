/**
 * The command line.
 */
package org.prompttoprompt.cli;
