/** How alike two images are, and where a sweep turns; on plain arrays. */
package org.prompttoprompt.metrics;
