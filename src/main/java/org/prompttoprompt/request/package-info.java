/**
 * What is asked for: options, their values and sweeps, as host data without any tensor. A new option is a line in {@link
 * org.prompttoprompt.request.Option}.
 */
package org.prompttoprompt.request;
