package org.prompttoprompt.model;

import ai.djl.ndarray.NDManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.prompttoprompt.checkpoint.Config;
import org.prompttoprompt.checkpoint.Header;
import org.prompttoprompt.checkpoint.JsonFiles;
import org.prompttoprompt.checkpoint.TensorSource;
import org.prompttoprompt.ldm.Family;
import org.prompttoprompt.ldm.SingleFile;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.text.ClipTokenizer;

/**
 * A model in one file of the original layout. What such a file lacks comes with the plugin: the tokenizer, and the configuration
 * of the family. A folder beside it with its name and configuration files in diffusers' layout goes before that, and a .yaml file
 * with its name tells the prediction type, as they are published.
 */
final class FileLayout implements ModelLayout {
    private static final Pattern ENDING = Pattern.compile("\\.safetensors$");
    private static final Pattern PARAMETERIZATION = Pattern.compile("(?m)^\\s*parameterization:\\s*[\"']?(\\w+)");

    private final Path place;
    private final SingleFile file;
    private final Optional<Path> configs;

    FileLayout(Path place) {
        this(place, Option.OF_THE_MODEL);
    }

    /** @param prediction what a request says that the network predicts */
    FileLayout(Path place, String prediction) {
        this(place, beside(place, ""), prediction);
    }

    /** @param configs the folder of configuration files, if there is one */
    FileLayout(Path place, Optional<Path> configs) {
        this(place, configs, Option.OF_THE_MODEL);
    }

    private FileLayout(Path place, Optional<Path> configs, String prediction) {
        this.place = place;
        this.configs = configs.filter(
                folder -> Files.isRegularFile(folder.resolve("unet").resolve("config.json")));
        file = new SingleFile(
                Header.read(place),
                this.configs,
                prediction.equals(Option.OF_THE_MODEL)
                        ? beside(place, ".yaml").map(FileLayout::parameterization)
                        : Optional.of(prediction));
    }

    /** Returns what lies beside a file with its name and this ending. */
    private static Optional<Path> beside(Path place, String ending) {
        String name = ENDING.matcher(place.getFileName().toString()).replaceFirst("");
        return Optional.of(place.resolveSibling(name + ending)).filter(Files::exists);
    }

    @Override
    public Path place() {
        return place;
    }

    @Override
    public boolean has(String part) {
        return !part.endsWith("_2") || file.family() == Family.XL;
    }

    @Override
    public Config config(String part) {
        return file.config(part);
    }

    @Override
    public TensorSource tensors(String part, NDManager manager) {
        return file.tensors(part, manager);
    }

    @Override
    public ClipTokenizer tokenizer(String part) {
        Optional<Path> given = configs.map(folder -> folder.resolve(part)).filter(Files::isDirectory);
        if (given.isPresent()) return Tokenizers.of(given.get());
        boolean open = part.endsWith("_2") || file.family() == Family.SD2;
        return Tokenizers.standard(open ? "!" : "<|endoftext|>");
    }

    @Override
    public Optional<String> prediction() {
        boolean told = configs.map(folder -> folder.resolve("scheduler/scheduler_config.json"))
                .filter(Files::isRegularFile)
                .isPresent();
        return told ? Optional.of(config("scheduler").getString("prediction_type", "epsilon")) : file.prediction();
    }

    private static String parameterization(Path yaml) {
        Matcher line = PARAMETERIZATION.matcher(JsonFiles.text(yaml));
        return line.find() && line.group(1).equals("v") ? "v_prediction" : "epsilon";
    }

    @Override
    public List<Path> files() {
        Stream<Path> others = configs.stream()
                .flatMap(folder -> Stream.of(
                                "unet/config.json",
                                "vae/config.json",
                                "text_encoder/config.json",
                                "text_encoder_2/config.json",
                                "scheduler/scheduler_config.json")
                        .map(folder::resolve));
        return Stream.concat(Stream.of(place), others).filter(Files::exists).toList();
    }

    @Override
    public List<Path> weights() {
        return List.of(place);
    }

    @Override
    public Optional<String> title() {
        boolean told = configs.isPresent() || file.guidesWithin();
        return told ? Optional.empty() : Optional.of(HubCache.name(place) + " " + file.title());
    }

    @Override
    public List<Header> headers(String part) {
        return List.of(file.header(part));
    }

    @Override
    public boolean zerosForEmptyPrompt() {
        return file.family() == Family.XL;
    }
}
