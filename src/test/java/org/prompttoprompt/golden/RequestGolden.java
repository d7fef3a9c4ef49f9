package org.prompttoprompt.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.prompttoprompt.engine.CacheFolder;
import org.prompttoprompt.p2p.Span;
import org.prompttoprompt.pipeline.AttentionMaps;
import org.prompttoprompt.pipeline.Frame;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.text.Alignment;
import org.prompttoprompt.text.Tokens;

/**
 * A case as a user would ask for it: a request, run by the facade, whose images are the published ones. What no request can say,
 * such as a slip of the published code, is told and left to the case's own comparison.
 */
final class RequestGolden implements AutoCloseable {
    private static final int MOST_STORED_SIDE = 32;
    /** A share of the steps is rounded to the nearest of them. */
    private static final int DIGITS = 9;
    /** Numbers that XL is told of each row. */
    private static final int SIZES = 6;

    private final GoldenCase c;
    private final GoldenModel model;
    private final Path folder;

    RequestGolden(GoldenCase c, GoldenModel model) {
        this.c = c;
        this.model = model;
        folder = GoldenSampler.model(c);
    }

    /** Deletes the folder that was made for the case's sampler, if there is one. */
    @Override
    public void close() {
        if (folder.equals(c.model())) return;
        try {
            CacheFolder.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The images of generations, one request each. */
    void generations() {
        if (!images()) return;
        long pictures =
                c.tensor(c.has("image") ? "image" : "image_u8").getShape().get(0);
        try (PromptToPrompt facade = new PromptToPrompt()) {
            for (int b = 0; b < pictures; b++) {
                EditRequest request = common(EditRequest.of(Task.GENERATE), b);
                compare(b, facade.run(request, Progress.NONE).frames().get(0));
            }
        }
    }

    /** The images of an edit, one request for each target. */
    void edits() {
        if (!images()) return;
        JsonObject edit = c.json().getAsJsonObject("edit");
        try (PromptToPrompt facade = new PromptToPrompt()) {
            for (int b = 1; b < model.prompts.size(); b++) {
                Optional<EditRequest> request = request(edit, b);
                if (request.isEmpty()) {
                    c.note("no request says this", 0);
                    return;
                }
                List<Frame> frames = facade.run(request.get(), Progress.NONE).frames();
                compare(b - 1, frames.get(1));
            }
        }
    }

    /** Where the words of a generation act. */
    void attention(NDArray heat) {
        // The published store keeps maps of 32 x 32 at most, a user sees those of all layers.
        if (model.side > MOST_STORED_SIDE) {
            c.note("no request says this", 0);
            return;
        }
        try (PromptToPrompt facade = new PromptToPrompt()) {
            AttentionMaps maps = facade.attention(common(EditRequest.of(Task.GENERATE), 0), false, 0, Progress.NONE);
            int word = 0;
            for (Tokens.Word one : model.prompts.get(0).words()) {
                NDArray expected = heat.get(one.tokens().get(0));
                for (int token : one.tokens().subList(1, one.tokens().size())) expected = expected.add(heat.get(token));
                NDArray actual = c.manager().create(maps.heat(0, word++), expected.getShape());
                c.close("asked for: " + one.text(), expected, actual, 5e-5);
            }
        }
    }

    /** A request draws the noise of its steps from its seed, and stored noise is in none. */
    private boolean sayable() {
        if (!c.has("time_ids")) return !c.has("noise");
        JsonObject json = c.json();
        boolean zeros = !json.has("force_zeros_for_empty_prompt")
                || json.get("force_zeros_for_empty_prompt").getAsBoolean();
        boolean emptyText = json.has("negative_prompt")
                && !json.get("negative_prompt").isJsonNull()
                && json.get("negative_prompt").getAsString().isEmpty();
        // A request tells the same to both halves of the guidance.
        float[] ids = c.tensor("time_ids").toFloatArray();
        boolean alike = true;
        for (int i = SIZES; i < ids.length; i++) alike &= ids[i] == ids[i - SIZES];
        return zeros && !emptyText && alike && !c.has("step_noise");
    }

    private boolean images() {
        return (c.has("image") || c.has("image_u8")) && sayable();
    }

    private EditRequest common(EditRequest request, int prompt) {
        JsonObject json = c.json();
        return request.with(Option.PROMPT, model.prompts.get(prompt).prompt())
                .with(Option.MODEL, folder.toAbsolutePath())
                .with(Option.SEED, json.get("seed").getAsLong())
                .with(Option.STEPS, model.steps)
                .with(Option.HEIGHT, model.height * model.vae.factor())
                .with(Option.WIDTH, model.width * model.vae.factor())
                .with(Option.NEGATIVE, text(json.get("negative_prompt")))
                .with(Option.GUIDANCE, model.guidance())
                .with(Option.RESCALE, model.rescale())
                .with(Option.CLIPSKIP, model.conditioning.clipSkip())
                .with(Option.ORIGINALSIZE, told(0, "x"))
                .with(Option.CROPPEDAT, told(2, ","))
                .with(Option.TARGETSIZE, told(4, "x"))
                .with(Option.SCHEDULER, folder.equals(c.model()) ? GoldenSampler.name(json) : Option.OF_THE_MODEL);
    }

    /** What XL is told as a request says it: width before height. */
    private String told(int at, String between) {
        if (!c.has("time_ids")) return between.equals("x") ? Option.OF_THE_IMAGE : "0,0";
        float[] ids = c.tensor("time_ids").toFloatArray();
        return (int) ids[at + 1] + between + (int) ids[at];
    }

    private static String text(JsonElement text) {
        return text == null || text.isJsonNull() ? "" : text.getAsString();
    }

    private Optional<EditRequest> request(JsonObject edit, int b) {
        String type = edit.get("type").getAsString();
        Task task = type.startsWith("refine") ? Task.PHRASE : type.startsWith("replace") ? Task.SWAP : Task.REWEIGHT;
        Tokens source = model.prompts.get(0);
        Tokens target = model.prompts.get(b);
        boolean aligned = edit.has("mapper") && edit.get("mapper").getAsString().equals("aligned");
        if (!aligned && task != Task.REWEIGHT && !meant(task, source, target)) return Optional.empty();
        EditRequest request = common(EditRequest.of(task), 0)
                .with(
                        Option.SELFATTENTION,
                        share(PublishedWindow.of(edit.get("self_replace_steps")).self(model.steps)))
                .with(Option.SELFRESOLUTION, (int) Math.sqrt(pixels(edit)))
                .with(Option.RENORMALISE, "no");
        if (task != Task.REWEIGHT) request = request.with(Option.TARGET, target.prompt());
        request = windows(request, edit.get("cross_replace_steps"));
        if (edit.has("equalizer")) request = weights(request, edit.getAsJsonObject("equalizer"), b);
        return edit.has("local_blend")
                ? blended(request, edit.getAsJsonObject("local_blend"), b)
                : Optional.of(request);
    }

    private static int pixels(JsonObject edit) {
        return edit.has("self_max_pixels") ? edit.get("self_max_pixels").getAsInt() : 256;
    }

    /** Whether the published mapper is also the one that is meant. */
    private static boolean meant(Task task, Tokens source, Tokens target) {
        return task == Task.SWAP
                ? Alignment.swap(source, target, Alignment.Mode.REFERENCE)
                        .equals(Alignment.swap(source, target, Alignment.Mode.ALIGNED))
                : Alignment.refine(source, target, Alignment.Mode.REFERENCE)
                        .equals(Alignment.refine(source, target, Alignment.Mode.ALIGNED));
    }

    /** The published count of network evaluations as a share of the steps; PNDM takes two in the first step. */
    private String share(Span evaluations) {
        return part(evaluations.from()) + "-" + part(Math.max(evaluations.from(), evaluations.to()));
    }

    private String part(int evaluation) {
        boolean pndm = c.json().has("scheduler")
                && c.json().get("scheduler").getAsString().equals("PNDM");
        int step = Math.min(model.steps, pndm && evaluation > 1 ? evaluation - 1 : evaluation);
        return new BigDecimal(step)
                .divide(new BigDecimal(model.steps), DIGITS, RoundingMode.HALF_EVEN)
                .toPlainString();
    }

    private EditRequest windows(EditRequest request, JsonElement windows) {
        if (!windows.isJsonObject()) {
            return request.with(Option.TAU, share(PublishedWindow.of(windows).cross(model.steps)));
        }
        JsonObject perWord = windows.getAsJsonObject();
        PublishedWindow other =
                perWord.has("default_") ? PublishedWindow.of(perWord.get("default_")) : new PublishedWindow(0, 1);
        String words = perWord.entrySet().stream()
                .filter(e -> !e.getKey().equals("default_"))
                .map(e -> e.getKey() + " "
                        + share(PublishedWindow.of(e.getValue()).cross(model.steps)))
                .collect(Collectors.joining(", "));
        return request.with(Option.TAU, share(other.cross(model.steps))).with(Option.WINDOWS, words);
    }

    private static EditRequest weights(EditRequest request, JsonObject equalizer, int b) {
        List<JsonElement> words = equalizer.getAsJsonArray("words").asList();
        List<JsonElement> values = equalizer.getAsJsonArray("values").asList();
        boolean perTarget = words.size() == 1 && values.size() > 1;
        List<String> weighed = new ArrayList<>();
        for (int w = 0; w < words.size(); w++) {
            weighed.add(words.get(w).getAsString() + " "
                    + values.get(perTarget ? b - 1 : w).getAsString());
        }
        return request.with(Option.WORDS, String.join(", ", weighed)).with(Option.WEIGHT, 1);
    }

    /** A request names words once for both prompts, with one threshold for those to change and those to keep. */
    private Optional<EditRequest> blended(EditRequest request, JsonObject blend, int b) {
        boolean keeps = blend.has("subtract_words");
        boolean stable = blend.has("threshold");
        if (keeps
                && !blend.getAsJsonArray("th")
                        .get(0)
                        .equals(blend.getAsJsonArray("th").get(1))) {
            return Optional.empty();
        }
        double threshold = stable
                ? blend.get("threshold").getAsDouble()
                : blend.getAsJsonArray("th").get(0).getAsDouble();
        int first = blend.has("start_blend") ? (int) (blend.get("start_blend").getAsDouble() * model.steps) : 0;
        return Optional.of(request.with(Option.BLEND, named(blend, "words", b))
                .with(Option.KEEP, keeps ? named(blend, "subtract_words", b) : "")
                .with(Option.THRESHOLD, threshold)
                .with(Option.BLENDFROM, part(first)));
    }

    private static String named(JsonObject blend, String key, int b) {
        Set<String> words = new LinkedHashSet<>();
        for (int prompt : new int[] {0, b}) {
            JsonElement list = blend.getAsJsonArray(key).get(prompt);
            for (JsonElement word : list.isJsonArray() ? list.getAsJsonArray().asList() : List.of(list)) {
                words.add(word.getAsString());
            }
        }
        return String.join(", ", words);
    }

    /** Compares with an image in floats, or in bytes that are truncated where ours are rounded. */
    private void compare(int branch, Frame frame) {
        NDArray expected = c.has("image")
                ? c.tensor("image").get(branch).mul(255)
                : c.tensor("image_u8")
                        .get(branch)
                        .toType(DataType.FLOAT32, false)
                        .add(.5);
        int[] argb = frame.image().update(null).getCurrentStorageArray();
        float[] bytes = new float[3 * argb.length];
        for (int channel = 0; channel < 3; channel++) {
            for (int i = 0; i < argb.length; i++) {
                bytes[channel * argb.length + i] = argb[i] >> (16 - 8 * channel) & 255;
            }
        }
        NDArray actual = c.manager().create(bytes, expected.getShape());
        // Rounding makes half a level, and half of another where bytes were truncated before.
        c.close("asked for, image " + branch, expected, actual, c.has("image") ? .51 : 1.01);
    }
}
