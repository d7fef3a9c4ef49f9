/**
 * Results as ImageJ images and back: stacks, recipes, PNG texts, map stacks, tables and plots. No windows of our own, no
 * commands.
 */
package org.prompttoprompt.ij;
