package org.prompttoprompt.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.prompttoprompt.model.ModelLook;
import org.prompttoprompt.request.ShellWord;

/**
 * What other programs have and is of no use here: whoever looks for his model is told why it is none. What nobody takes for a model of
 * Stable Diffusion is not told: language models of the cache, folders of upscalers, ControlNets and the like.
 */
final class Unusable {
    /** Of each folder so many are told one by one. */
    static final int FEW = 5;

    /** Folders of other kinds of model, as these programs call them. */
    private static final Pattern OTHER_KIND = Pattern.compile(
            "(?i)control.?net.*|(t2i|ip).?adapter.*|clip.*|siglip.*"
                    + "|text.?encoders?|t5.*|llm.*|.*upscal.*|.*esrgan.*|swinir|scunet|dat|ldsr|gfpgan|codeformer|face.*|insightface"
                    + "|instantid|pulid|photomaker|hypernetworks?|style_models|gligen|animatediff.*|ultralytics|adetailer|sams?"
                    + "|.*deep(dan)?booru.*|karlo|blip.*|midas|.*annotator.*|vae_approx|audio_encoders|model_patches|onnx|core|rembg");

    private Unusable() {}

    /** Returns whether a snapshot of the cache is told that cannot be used: one of a model that draws, or of files without a layout. */
    static boolean isToldOfHub(Path snapshot) {
        if (OtherPrograms.isLayout(snapshot)) return true;
        if (Files.exists(snapshot.resolve("config.json"))) return false;
        try (Stream<Path> files = Files.list(snapshot)) {
            return files.anyMatch(file -> file.toString().matches(".*\\.(safetensors|ckpt)"));
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns whether a place below the folder of a program is told that cannot be used. */
    static boolean isTold(Path root, Path place) {
        boolean onlyPart = Files.isDirectory(place) && !OtherPrograms.isLayout(place);
        if (onlyPart) return false;
        if (place.equals(root)) return true;
        for (Path folder : root.relativize(place.getParent()))
            if (OTHER_KIND.matcher(folder.toString()).matches()) return false;
        return true;
    }

    /** Returns some of each folder, and of the others how many they are. */
    static List<ModelEntry> few(List<ModelEntry> all) {
        Map<Path, List<ModelEntry>> byFolder = new LinkedHashMap<>();
        for (ModelEntry one : all)
            byFolder.computeIfAbsent(one.place().getParent(), folder -> new ArrayList<>())
                    .add(one);
        List<ModelEntry> few = new ArrayList<>();
        byFolder.forEach((folder, here) -> {
            boolean many = here.size() > FEW + 1;
            few.addAll(many ? here.subList(0, FEW) : here);
            if (many) few.add(rest(folder, here.subList(FEW, here.size())));
        });
        return few;
    }

    /** Returns why what lies at places cannot be used, as sentences follow others: of many the first, and how many the others are. */
    static String inWords(Map<Path, ModelLook> broken) {
        if (broken.isEmpty()) return "";
        int most = broken.size() > FEW + 1 ? FEW : broken.size();
        String some = broken.entrySet().stream()
                .limit(most)
                .map(one -> problem(one.getKey(), one.getValue().problem()))
                .collect(Collectors.joining("\n", "\n", ""));
        return "\n" + broken.size() + " there cannot be used:" + some
                + (most < broken.size()
                        ? "\nand " + (broken.size() - most) + " more. Why, that is told of each by: models add /path."
                        : "");
    }

    private static String problem(Path place, String told) {
        return told.startsWith(place.toString()) ? told : place + ": " + told;
    }

    private static ModelEntry rest(Path folder, List<ModelEntry> others) {
        String some =
                others.stream().limit(3).map(ModelEntry::title).collect(Collectors.joining(", ", "such as ", "."));
        String problem = folder + " holds " + others.size() + " more that cannot be used, " + some
                + " Why, that is told of each by: models add "
                + ShellWord.of(others.get(0).place().toString());
        long bytes = others.stream().mapToLong(one -> one.look().bytes()).sum();
        return new ModelEntry(
                folder.toString(),
                others.size() + " more in " + folder.getFileName(),
                others.get(0).origin(),
                folder,
                new ModelLook(ModelLook.Use.NONE, "", "", bytes, problem),
                "",
                "");
    }
}
