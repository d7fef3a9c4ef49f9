/** Benchmarks of edits in PIE-Bench's layout: read, edited, measured, and put into tables. */
package org.prompttoprompt.score;
