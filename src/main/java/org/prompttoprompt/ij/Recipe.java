package org.prompttoprompt.ij;

import ij.ImagePlus;
import ij.io.FileInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.model.EmbeddedModel;
import org.prompttoprompt.pipeline.MapSummary;
import org.prompttoprompt.pipeline.Provenance;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.FrameKey;
import org.prompttoprompt.request.Option;

/**
 * What an image remembers of its making.
 *
 * @param text {@code key=value} lines: task, options, name and hash of the model
 */
public record Recipe(String text) {
    private static final Pattern KEY = Pattern.compile("^([a-z]+)=");

    /**
     * Returns the recipe in the image's info, or in the PNG file that it was opened from.
     *
     * @throws Refusal if there is none
     */
    public static Recipe of(ImagePlus image) {
        return in(image)
                .orElseThrow(() -> new Refusal("The image '" + image.getTitle()
                        + "' holds no recipe: it was not made by Prompt-to-Prompt, or was saved in a format"
                        + " that keeps none (TIFF does, and PNG by Save with Recipe...)."));
    }

    /** Returns the recipe in the image's info, or in the PNG file that it was opened from, if there is one. */
    public static Optional<Recipe> in(ImagePlus image) {
        if (holdsRecipe(image.getInfoProperty())) return Optional.of(new Recipe(image.getInfoProperty()));
        FileInfo file = image.getOriginalFileInfo();
        if (file != null
                && file.fileName != null
                && file.fileName.toLowerCase(Locale.ROOT).endsWith(".png")) {
            Path path = Path.of(file.directory == null ? "" : file.directory, file.fileName);
            String text = Files.isReadable(path) ? PngText.read(path).get(PngText.RECIPE) : null;
            if (holdsRecipe(text)) return Optional.of(new Recipe(text));
        }
        return Optional.empty();
    }

    /**
     * Returns the recipe of the slice in front alone.
     *
     * @throws Refusal if the image has none
     */
    public static Recipe ofSliceInFront(ImagePlus image) {
        return of(image).ofSlice(image.getStack().getSliceLabel(image.getCurrentSlice()));
    }

    /** Returns which of the recipe's images a slice of this label is; a label that somebody else wrote is none. */
    public Optional<FrameKey> frame(String label) {
        return FrameKey.named(label, request());
    }

    private static boolean holdsRecipe(String info) {
        return info != null && info.lines().anyMatch(line -> line.startsWith("task="));
    }

    /** Returns the request that makes the image again. */
    public EditRequest request() {
        return EditRequest.parse(text);
    }

    /** Returns the value of a line such as {@code modelhash}, empty if there is none. */
    public String value(String key) {
        return text.lines()
                .filter(line -> line.startsWith(key + "="))
                .map(line -> line.substring(key.length() + 1))
                .findFirst()
                .orElse("");
    }

    /** Returns the recipe of one slice alone; that of all where the label names none of them. */
    public Recipe ofSlice(String label) {
        EditRequest all = request();
        EditRequest one = frame(label).map(frame -> frame.alone(all)).orElse(all);
        return new Recipe(one.toText()
                + Origin.in(this).map(Origin::toText).orElse("")
                + Provenance.KEYS.stream()
                        .map(key -> key + "=" + value(key) + "\n")
                        .collect(Collectors.joining()));
    }

    /** Returns the keys that this version does not know; a newer one wrote them, and they may have decided the image. */
    public List<String> unknownKeys() {
        EditRequest request = request();
        return text.lines()
                .map(KEY::matcher)
                .filter(Matcher::find)
                .map(matcher -> matcher.group(1))
                .filter(key -> request.task().options().stream()
                        .noneMatch(option -> option.key().equals(key)))
                .filter(key -> !key.equals("task")
                        && !key.equals(WholeImage.KEY)
                        && !Provenance.KEYS.contains(key)
                        && !Origin.KEYS.contains(key)
                        && !MapSummary.KEYS.contains(key))
                .distinct()
                .toList();
    }

    /** Returns what a macro says of the precision, which it cannot name, in a comment; empty of the embedded models, which have one. */
    public String ofPrecision() {
        String dtype = request().dtype();
        return ofOurs(request())
                ? ""
                : "// Computed in " + dtype + "; a macro computes in what is faster where it runs, unless"
                        + " PROMPTTOPROMPT_PRECISION is set there.\n";
    }

    private static boolean ofOurs(EditRequest request) {
        return request.dtype().isEmpty() || EmbeddedModel.isMeant(request.get(Option.MODEL));
    }

    /** Returns a Groovy script for ImageJ's script editor that makes the image again. */
    public String groovy() {
        EditRequest request = request();
        StringBuilder script = new StringBuilder("#@ P2PService p2p\n#@output Object image\n"
                + "import org.prompttoprompt.request.EditRequest\nimport org.prompttoprompt.request.Task\n\n"
                + Origin.in(this).map(Origin::groovy).orElse("image = p2p.run(") + "EditRequest.of(Task."
                + request.task().name() + ")");
        for (Option option : request.task().options()) {
            String value = request.get(option);
            if (value.equals(request.task().defaultValue(option))) continue;
            script.append("\n    .with('")
                    .append(option.key())
                    .append("', '")
                    .append(quoted(value))
                    .append("')");
        }
        if (!ofOurs(request))
            script.append("\n    .madeIn('").append(quoted(request.dtype())).append("')");
        return script.append(")\n").toString();
    }

    private static String quoted(String value) {
        return value.replace("\\", "\\\\").replace("'", "\\'");
    }
}
