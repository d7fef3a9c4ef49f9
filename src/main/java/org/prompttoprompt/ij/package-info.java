/**
 * Results as ImageJ images and back: stacks, recipes, PNG texts, map stacks, tables and plots. No windows of our own, no
 * commands. May import {@code pipeline} and what is below.
 */
package org.prompttoprompt.ij;
