/**
 * The service that scripts and commands call, the task that tells how a run goes on, and its preview window.
 */
package org.prompttoprompt.service;
