/**
 * The service that scripts and commands call, the task that tells how a run goes on, and its preview window. May import
 * {@code ij}, {@code pipeline} and what is below.
 */
package org.prompttoprompt.service;
