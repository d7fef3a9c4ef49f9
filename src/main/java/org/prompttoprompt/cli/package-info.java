/**
 * The command line. May import {@code ij}, {@code pipeline} and what is below.
 */
package org.prompttoprompt.cli;
