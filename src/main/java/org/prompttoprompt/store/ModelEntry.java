package org.prompttoprompt.store;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.prompttoprompt.model.ModelLook;

/**
 * A model of this computer, as lists show it.
 *
 * @param name by which requests name it; of a file of another program its path
 * @param title as people call it
 * @param origin where it comes from
 * @param place where it lies
 * @param look what it is
 * @param licence in words
 * @param hashes what is known of its check sums, in words
 */
public record ModelEntry(
        String name, String title, Origin origin, Path place, ModelLook look, String licence, String hashes) {
    /** What lists show of each, in this order. */
    public static final List<String> COLUMNS =
            List.of("Name", "What it is", "Size", "Precision", "Licence", "Files", "From");

    /** Where a model comes from. */
    public enum Origin {
        EMBEDDED("embedded"),
        INSTALLED("installed"),
        ADDED("added"),
        HUB("Hugging Face cache"),
        AUTOMATIC1111("AUTOMATIC1111"),
        COMFYUI("ComfyUI"),
        INVOKEAI("InvokeAI"),
        FOLDER("a folder you named"),
        UNFINISHED("unfinished download"),
        LIST("a list of this folder");

        private final String word;

        Origin(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /** Returns a list that is kept beside the models and is damaged, as a row that cannot be used. */
    static ModelEntry ofList(Path file, String problem) {
        String name = file.getFileName().toString();
        ModelLook look = new ModelLook(ModelLook.Use.NONE, "", "", -1, problem);
        return new ModelEntry(name, name, Origin.LIST, file, look, "", "damaged");
    }

    /** Returns what it is, in words. */
    public String kind() {
        return look.use() == ModelLook.Use.NONE && origin != Origin.UNFINISHED ? "cannot be used" : look.kind();
    }

    /** Returns whether a request may name it as its model. */
    public boolean isModel() {
        return look.use() == ModelLook.Use.MODEL;
    }

    /** Returns whether it is what has come of a download that nobody goes on with now. */
    public boolean isUnfinished() {
        return origin == Origin.UNFINISHED && !look.kind().equals(Unfinished.COMING);
    }

    /** Returns whether its files can be checked: the embedded ones are whenever they are unpacked. */
    public boolean canBeChecked() {
        return !EnumSet.of(Origin.EMBEDDED, Origin.UNFINISHED, Origin.LIST).contains(origin);
    }

    /** Returns whether it was found in a folder of another program, and not in the Hugging Face cache. */
    public boolean isOfFolder() {
        return EnumSet.of(Origin.AUTOMATIC1111, Origin.COMFYUI, Origin.INVOKEAI, Origin.FOLDER)
                .contains(origin);
    }

    /** Returns its size as people read it. */
    public String size() {
        return Sizes.text(look.bytes());
    }
}
