/**
 * The process that turns noise into an image: schedules, samplers, guidance and the noise itself. A new sampler is a new
 * {@link org.prompttoprompt.diffusion.Scheduler} and a line in {@link org.prompttoprompt.diffusion.Schedulers}.
 */
package org.prompttoprompt.diffusion;
