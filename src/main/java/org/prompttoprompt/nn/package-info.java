/**
 * Layers: what Stable Diffusion's networks are made of, on DJL's PyTorch. {@link org.prompttoprompt.nn.PyTorch} boots the
 * engine, {@link org.prompttoprompt.nn.Weights} and {@link org.prompttoprompt.nn.Config} read a model folder, {@link
 * org.prompttoprompt.nn.Ops} is the only door to what DJL lacks. Imports nothing of ours.
 */
package org.prompttoprompt.nn;
