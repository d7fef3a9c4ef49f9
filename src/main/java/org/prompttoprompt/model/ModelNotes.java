package org.prompttoprompt.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.prompttoprompt.Note;
import org.prompttoprompt.lora.FewStepLora;
import org.prompttoprompt.request.FewSteps;
import org.prompttoprompt.request.Option;

/** What a reader should know of how a model was found, and of what its files do not tell. */
final class ModelNotes {
    private ModelNotes() {}

    /**
     * Returns the notes; none if nothing is unusual.
     *
     * @param steps that are drawn
     * @param prediction as a request says it
     */
    static List<String> of(ModelLayout layout, int steps, String prediction) {
        List<String> notes = new ArrayList<>();
        layout.prediction()
                .filter(told -> !prediction.equals(Option.OF_THE_MODEL) && !prediction.equals(told))
                .ifPresent(told ->
                        notes.add(Note.line("prediction=" + prediction + " was taken, and the model's files tell "
                                + told + ": if images are noise or flat, leave it out.")));
        Path place = layout.place();
        String name = HubCache.name(place);
        if (Files.isDirectory(place) && !Files.exists(place.resolve(ModelKind.INDEX))) {
            notes.add("The folder of the model '" + name + "' has no " + ModelKind.INDEX
                    + ", which tells the kind of a model: taken for Stable Diffusion by its UNet's configuration.");
        }
        if (mayNeedFewSteps(layout) && !FewSteps.are(steps)) {
            notes.add("The file of the model '" + name
                    + "' does not tell whether it needs few steps, as Turbo, Lightning, LCM and"
                    + " Hyper models do, whose images of many steps look burnt: drawn as an ordinary one. If its page says so,"
                    + " give steps=4 guidance=1, and the sampler and spacing that it names.");
        }
        return notes;
    }

    /** Models distilled from XL are many, and their tensors are those of the base; that is told by its name. */
    private static boolean mayNeedFewSteps(ModelLayout layout) {
        Optional<String> title = layout.title().map(text -> text.toLowerCase(Locale.ROOT));
        boolean told = title.isEmpty()
                || FewStepLora.named(title.get()).isPresent()
                || title.get().matches(".*(?<![a-z])base(?![a-z]).*");
        return !told && layout.has("text_encoder_2");
    }
}
