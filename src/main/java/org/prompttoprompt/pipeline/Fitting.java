package org.prompttoprompt.pipeline;

import static org.prompttoprompt.request.Option.MASK;
import static org.prompttoprompt.request.Option.SPEED;

import org.prompttoprompt.Refusal;
import org.prompttoprompt.diffusion.Ddim;
import org.prompttoprompt.diffusion.Scheduler;
import org.prompttoprompt.diffusion.Schedulers;
import org.prompttoprompt.p2p.ImageMask;
import org.prompttoprompt.request.Method;
import org.prompttoprompt.request.Settings;
import org.prompttoprompt.request.Speed;
import org.prompttoprompt.request.Task;

/** Refuses what does not go together: values with each other, and with what is given beside the request. */
final class Fitting {
    private Fitting() {}

    /** An image's walk knows its source after each step: of samplers with one evaluation a step; inverses have DDIM alone. */
    static void requireInvertible(Settings settings, Schedulers.Sampler sampler) {
        if (settings.way().isEmpty()) return;
        Scheduler scheduler = sampler.fresh().get();
        Method method = settings.way().get().method();
        boolean fits = method.inverts()
                ? scheduler instanceof Ddim
                : scheduler.timesteps().size() == settings.steps();
        if (!fits) {
            throw new Refusal("scheduler=" + sampler.name() + " does not go with method=" + method.key()
                    + (method.inverts()
                            ? ", which runs DDIM backwards"
                            : ", as it asks the network more than once a step")
                    + ". Choose scheduler=DDIM.");
        }
    }

    /** Null-text inversion fits the empty prompt to steps that are all guided. */
    static void requireSpeed(Settings settings) {
        String speed = "speed=" + settings.request().get(SPEED);
        boolean fitted =
                settings.way().filter(way -> way.method() == Method.NULLTEXT).isPresent();
        if (fitted && !settings.drawn().speed().equals(Speed.EXACT)) {
            throw new Refusal(speed + " does not go with method=nulltext, which fits every step. Choose speed=exact.");
        }
    }

    static void require(EditInput input, Settings settings) {
        Task task = settings.request().task();
        if (task.takesImage() != input.image().isPresent()) {
            throw new Refusal(
                    task.takesImage()
                            ? task.command() + " needs an image: open one, or name its file."
                            : task.command() + " draws its own source image. For an image that is there, choose "
                                    + Task.EDIT.command());
        }
        input.image()
                .filter(image -> image.width() != settings.width() || image.height() != settings.height())
                .ifPresent(image -> {
                    throw new Refusal("The image is " + image.width() + " x " + image.height()
                            + " pixels and the request asks for " + settings.width() + " x " + settings.height()
                            + ": give it at that size, or ask for width=" + image.width() + " height="
                            + image.height() + ".");
                });
        input.mask().filter(ImageMask::isEmpty).ifPresent(mask -> {
            throw new Refusal("The mask is empty: no pixel may change. Mark what may, or leave the mask out.");
        });
        boolean named = !task.takesImage()
                && task != Task.GENERATE
                && !settings.request().get(MASK).isBlank()
                && !settings.request().get(MASK).equals("all");
        if (named && input.mask().isEmpty()) {
            throw new Refusal("mask=" + settings.request().get(MASK)
                    + ": here a mask is given beside the request, by EditInput.within.");
        }
        if (input.mask().isPresent() && task == Task.GENERATE) {
            throw new Refusal(task.command() + " takes no mask, as it changes nothing. Choose an edit.");
        }
    }
}
