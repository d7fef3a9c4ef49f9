package org.prompttoprompt.dataset;

import static org.junit.jupiter.api.Assertions.*;

import blue.strategic.parquet.Hydrator;
import blue.strategic.parquet.ParquetReader;
import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import ij.IJ;
import ij.ImagePlus;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import javax.imageio.ImageIO;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.prompttoprompt.ij.PngText;

/** Each layout is read back by the rules of those who read it, and holds the pixels and labels that went in. */
class LayoutsTest {
    private static final int WIDTH = 24;
    private static final int HEIGHT = 16;

    @TempDir
    Path folder;

    private final List<Entry> entries = new ArrayList<>();
    private Store store;
    private String told;

    /** Two objects of different classes, the second with a hole and in two parts, and one that nobody named. */
    private static ShortProcessor labels(int shift) {
        ShortProcessor labels = new ShortProcessor(WIDTH, HEIGHT);
        fill(labels, 1 + shift, 1, 5, 4, 1);
        fill(labels, 12, 5, 8, 8, 2);
        fill(labels, 14, 7, 3, 3, 0);
        fill(labels, 22, 0, 2, 2, 3);
        fill(labels, 0, 13, 2, 3, 3);
        return labels;
    }

    private static void fill(ImageProcessor image, int x0, int y0, int width, int height, int value) {
        for (int y = y0; y < y0 + height; y++) for (int x = x0; x < x0 + width; x++) image.set(x, y, value);
    }

    private static String recipe(String task, String prompt, String target) {
        return "task=" + task + "\nprompt=" + prompt + "\ntarget=" + target
                + "\ntau=0.3\nseed=7\nsteps=2\nguidance=3\nwidth=24\nheight=16\nscheduler=DDIM\nmodel=\n"
                + "agreement=0.9\nwordmask=2x1:8\nmodelname=mini\nmodelhash=0123456789abcdef\nplugin=1.0\nmedia=trainedAlgorithmicMedia\n";
    }

    private void add(String id, String role, String source, String split, String recipe, int shift, double agreement) {
        add(id, role, source, split, recipe, shift, agreement, LabelKind.WORDS);
    }

    private void add(
            String id,
            String role,
            String source,
            String split,
            String recipe,
            int shift,
            double agreement,
            LabelKind kind) {
        ColorProcessor pixels = new ColorProcessor(WIDTH, HEIGHT);
        for (int i = 0; i < WIDTH * HEIGHT; i++) pixels.set(i, 0xff000000 | (i * 7919 + shift * 31) & 0xffffff);
        boolean labelled = kind != LabelKind.NONE;
        List<String> classes = labelled ? List.of("red ball", "cube", "cube") : List.of();
        LabelImage image = new LabelImage(labels(shift), classes);
        Entry entry = new Entry(
                id,
                role,
                source,
                "scene" + split,
                2,
                split,
                recipe,
                Hash.of(id),
                WIDTH,
                HEIGHT,
                agreement,
                0.9,
                Double.NaN,
                "00".repeat(24),
                kind,
                classes,
                labelled ? image.areas() : List.of());
        store.keep(new Drawn(entry, pixels, labelled ? Optional.of(image) : Optional.empty()));
        entries.add(entry);
    }

    private Path write(LayoutName layout) {
        return write(layout, false);
    }

    private Path write(LayoutName layout, boolean unlabelled) {
        Path out = folder.resolve(layout.key());
        try (Target target = Target.open(new LocalFolder(out), "job")) {
            store = target.store();
            entries.clear();
            String prompt = "a red ball, \"snow\"";
            add("aa01", Entry.SOURCE, "", "train", recipe("generate", prompt, ""), 0, Double.NaN);
            add("ab02", Entry.EDIT, "aa01", "train", recipe("phrase", prompt, prompt + " at night"), 1, 0.9);
            add("ac03", Entry.EDIT, "aa01", "train", recipe("phrase", prompt, prompt + " at dawn"), 2, 0.1);
            add("ad04", Entry.IMAGE, "", "test", recipe("generate", "a cube", ""), 3, Double.NaN);
            if (unlabelled)
                add("ae05", Entry.IMAGE, "", "val", recipe("generate", "a cat", ""), 4, Double.NaN, LabelKind.NONE);
            Filter filter = new Filter(0.5, 0, false, -1, 0);
            Dataset data =
                    new Dataset(List.copyOf(entries), filter.rejected(entries), Map.of(9, "why"), Map.of(5, 2), store);
            told = new Assembly(data, layout, target).write();
        }
        return out;
    }

    private static Set<String> files(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .filter(name -> !name.startsWith(".made"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private void same(int[] expected, ImagePlus image) {
        int[] actual = new int[expected.length];
        for (int i = 0; i < actual.length; i++) actual[i] = image.getProcessor().get(i) & 0xffffff;
        assertArrayEquals(expected, actual);
    }

    private int[] pixels(String id) {
        ImageProcessor pixels = store.pixels(id);
        int[] values = new int[WIDTH * HEIGHT];
        for (int i = 0; i < values.length; i++) values[i] = pixels.get(i) & 0xffffff;
        return values;
    }

    private static int[] values(ShortProcessor labels) {
        int[] values = new int[WIDTH * HEIGHT];
        for (int i = 0; i < values.length; i++) values[i] = labels.get(i);
        return values;
    }

    private void sameLabels(int shift, Path file) {
        ImagePlus image = IJ.openImage(file.toString());
        assertEquals(16, image.getBitDepth(), file.toString());
        same(values(labels(shift)), image);
    }

    @Test
    void starDistFindsAMaskOfTheSameNameForEachImage() throws Exception {
        Path out = write(LayoutName.STARDIST);
        assertEquals(Set.of("aa01.tif", "ab02.tif"), files(out.resolve("train/images")));
        assertEquals(files(out.resolve("train/images")), files(out.resolve("train/masks")));
        assertEquals(Set.of("ad04.tif"), files(out.resolve("test/masks")));
        same(pixels("ab02"), IJ.openImage(out.resolve("train/images/ab02.tif").toString()));
        sameLabels(1, out.resolve("train/masks/ab02.tif"));
        String info =
                IJ.openImage(out.resolve("train/images/ab02.tif").toString()).getInfoProperty();
        assertTrue(info.contains("modelhash=0123456789abcdef"), info);
    }

    @Test
    void cellposeFindsMasksByTheirEnding() throws Exception {
        Path out = write(LayoutName.CELLPOSE);
        assertEquals(Set.of("aa01.tif", "aa01_masks.tif", "ab02.tif", "ab02_masks.tif"), files(out.resolve("train")));
        sameLabels(3, out.resolve("test/ad04_masks.tif"));
    }

    @Test
    void foldersHoldAllOfIt() throws Exception {
        Path out = write(LayoutName.FOLDERS);
        assertEquals(
                Set.of(
                        "README.md",
                        "contact-sheet.png",
                        "manifest.csv",
                        "manifest.parquet",
                        "rejected.png",
                        "test/images/ad04.tif",
                        "test/labels/ad04.tif",
                        "train/images/aa01.tif",
                        "train/images/ab02.tif",
                        "train/labels/aa01.tif",
                        "train/labels/ab02.tif",
                        "train/word-masks/ab02.png"),
                files(out));
        // The mask of the recipe is the left half.
        ImageProcessor mask = IJ.openImage(
                        out.resolve("train/word-masks/ab02.png").toString())
                .getProcessor();
        for (int x = 0; x < WIDTH; x++) assertEquals(x < WIDTH / 2 ? 255 : 0, mask.get(x, 7));
        // The recipe is in every file.
        for (String part : List.of("images", "labels")) {
            ImagePlus image =
                    IJ.openImage(out.resolve("train/" + part + "/ab02.tif").toString());
            assertTrue(image.getInfoProperty().contains("seed=7"), part + " " + image.getInfoProperty());
        }
        assertTrue(PngText.read(out.resolve("train/word-masks/ab02.png"))
                .get("parameters")
                .contains("Seed: 7"));
    }

    /** As pycocotools' annToMask does: even-odd at the pixels' centres, or run lengths down the columns. */
    private static boolean[] mask(JsonObject annotation) {
        boolean[] mask = new boolean[WIDTH * HEIGHT];
        if (annotation.get("segmentation").isJsonArray()) {
            for (var part : annotation.getAsJsonArray("segmentation")) {
                double[] xy = new double[part.getAsJsonArray().size()];
                for (int i = 0; i < xy.length; i++)
                    xy[i] = part.getAsJsonArray().get(i).getAsDouble();
                for (int i = 0; i < mask.length; i++) mask[i] |= contains(xy, i % WIDTH + 0.5, i / WIDTH + 0.5);
            }
            return mask;
        }
        JsonObject runs = annotation.getAsJsonObject("segmentation");
        assertEquals("[16,24]", runs.get("size").toString());
        int at = 0;
        boolean inside = false;
        for (var run : runs.getAsJsonArray("counts")) {
            for (int n = 0; n < run.getAsInt(); n++, at++) mask[at % HEIGHT * WIDTH + at / HEIGHT] = inside;
            inside = !inside;
        }
        assertEquals(mask.length, at);
        return mask;
    }

    private static boolean contains(double[] xy, double x, double y) {
        boolean inside = false;
        for (int i = 0, j = xy.length - 2; i < xy.length; j = i, i += 2) {
            boolean crosses = xy[i + 1] > y != xy[j + 1] > y;
            if (crosses && x < (xy[j] - xy[i]) * (y - xy[i + 1]) / (xy[j + 1] - xy[i + 1]) + xy[i]) inside = !inside;
        }
        return inside;
    }

    @Test
    void cocosMasksAreTheLabels() throws Exception {
        Path out = write(LayoutName.COCO);
        JsonObject coco = JsonParser.parseString(Files.readString(out.resolve("annotations/instances_train.json")))
                .getAsJsonObject();
        JsonArray categories = coco.getAsJsonArray("categories");
        assertEquals(
                List.of("1 cube", "2 red ball"),
                Stream.of(categories.get(0), categories.get(1))
                        .map(c -> c.getAsJsonObject().get("id").getAsInt() + " "
                                + c.getAsJsonObject().get("name").getAsString())
                        .toList());
        Map<Integer, int[]> drawn = new TreeMap<>();
        int runLengths = 0;
        for (var element : coco.getAsJsonArray("annotations")) {
            JsonObject annotation = element.getAsJsonObject();
            boolean[] mask = mask(annotation);
            int[] image = drawn.computeIfAbsent(annotation.get("image_id").getAsInt(), id -> new int[mask.length]);
            int area = 0;
            int left = WIDTH;
            for (int i = 0; i < mask.length; i++) {
                if (!mask[i]) continue;
                image[i] = (annotation.get("id").getAsInt() - 1) % 3 + 1;
                area++;
                left = Math.min(left, i % WIDTH);
            }
            assertEquals(area, annotation.get("area").getAsInt());
            assertEquals(left, annotation.getAsJsonArray("bbox").get(0).getAsInt());
            assertEquals(0, annotation.get("iscrowd").getAsInt());
            if (annotation.get("segmentation").isJsonObject()) runLengths++;
        }
        assertEquals(2, runLengths, "an object with a hole is no polygon");
        assertArrayEquals(values(labels(0)), drawn.get(1));
        assertArrayEquals(values(labels(1)), drawn.get(2));
        for (var element : coco.getAsJsonArray("images")) {
            Path file = out.resolve("train")
                    .resolve(element.getAsJsonObject().get("file_name").getAsString());
            assertEquals(WIDTH, ImageIO.read(file.toFile()).getWidth());
            assertTrue(PngText.read(file).get("parameters").contains("Seed: 7"));
        }
        same(pixels("aa01"), IJ.openImage(out.resolve("train/aa01.png").toString()));
    }

    @Test
    void yolosLinesAreClassAndOnePolygonInShares() throws Exception {
        Path out = write(LayoutName.YOLO);
        List<String> yaml = Files.readAllLines(out.resolve("data.yaml"));
        assertTrue(yaml.containsAll(List.of("train: images/train", "  0: 'cube'", "  1: 'red ball'")), yaml.toString());
        List<String> lines = Files.readAllLines(out.resolve("labels/train/ab02.txt"));
        assertEquals(3, lines.size());
        int[] label = values(labels(1));
        for (int n = 0; n < 3; n++) {
            String[] parts = lines.get(n).split(" ");
            assertEquals(n == 0 ? "1" : "0", parts[0]);
            double[] xy = new double[parts.length - 1];
            for (int i = 0; i < xy.length; i++) {
                double share = Double.parseDouble(parts[i + 1]);
                assertTrue(share >= 0 && share <= 1);
                xy[i] = share * (i % 2 == 0 ? WIDTH : HEIGHT);
            }
            int wrong = 0;
            for (int i = 0; i < label.length; i++)
                if (contains(xy, i % WIDTH + 0.5, i / WIDTH + 0.5) != (label[i] == n + 1)) wrong++;
            // A hole of 9 pixels is filled, of two parts of 4 and 6 the larger is taken.
            assertEquals(List.of(0, 9, 4).get(n), wrong);
        }
        assertTrue(Files.exists(out.resolve("images/train/ab02.png")));
    }

    @Test
    void pairsHaveBeforeAfterAndInstruction() throws Exception {
        Path out = write(LayoutName.PAIRS);
        List<String> lines = Files.readAllLines(out.resolve("train/metadata.jsonl"));
        assertEquals(1, lines.size(), "the other edit was rejected");
        JsonObject line = JsonParser.parseString(lines.get(0)).getAsJsonObject();
        assertEquals("add at night", line.get("edit_prompt").getAsString());
        assertTrue(Files.exists(
                out.resolve("train").resolve(line.get("mask_file_name").getAsString())));
        Path before =
                out.resolve("train").resolve(line.get("input_image_file_name").getAsString());
        Path after =
                out.resolve("train").resolve(line.get("edited_image_file_name").getAsString());
        same(pixels("aa01"), IJ.openImage(before.toString()));
        same(pixels("ab02"), IJ.openImage(after.toString()));
        assertFalse(Files.exists(out.resolve("test")));
    }

    /** As zarr-python reads an array: each chunk unzipped, little-endian, in the place that its name says. */
    private static int[][] zarr(Path array) throws IOException {
        JsonObject about = json(array);
        assertEquals("array", about.get("node_type").getAsString());
        int bytes = about.get("data_type").getAsString().equals("uint16") ? 2 : 1;
        assertEquals(
                "[{\"name\":\"bytes\",\"configuration\":{\"endian\":\"little\"}},{\"name\":\"gzip\",\"configuration\":{\"level\":6}}]",
                about.get("codecs").toString());
        int[] shape = ints(about.getAsJsonArray("shape"));
        int[] chunk = ints(about.getAsJsonObject("chunk_grid")
                .getAsJsonObject("configuration")
                .getAsJsonArray("chunk_shape"));
        int n = shape.length;
        int[][] planes = new int[n == 3 ? shape[0] : 1][shape[n - 2] * shape[n - 1]];
        for (int c = 0; c < planes.length; c++)
            for (int y = 0; y < shape[n - 2]; y++)
                for (int x = 0; x < shape[n - 1]; x++) {
                    String name = "c/" + (n == 3 ? c + "/" : "") + y / chunk[n - 2] + "/" + x / chunk[n - 1];
                    byte[] raw = CHUNKS.computeIfAbsent(array.resolve(name), LayoutsTest::unzipped);
                    assertEquals(chunk[n - 2] * chunk[n - 1] * bytes, raw.length);
                    int at = (y % chunk[n - 2] * chunk[n - 1] + x % chunk[n - 1]) * bytes;
                    planes[c][y * shape[n - 1] + x] = (raw[at] & 255) | (bytes == 2 ? (raw[at + 1] & 255) << 8 : 0);
                }
        return planes;
    }

    private static final Map<Path, byte[]> CHUNKS = new TreeMap<>();

    private static byte[] unzipped(Path file) {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int[] ints(JsonArray array) {
        int[] values = new int[array.size()];
        for (int i = 0; i < values.length; i++) values[i] = array.get(i).getAsInt();
        return values;
    }

    private static JsonObject json(Path node) throws IOException {
        JsonObject about = JsonParser.parseString(Files.readString(node.resolve("zarr.json")))
                .getAsJsonObject();
        assertEquals(3, about.get("zarr_format").getAsInt());
        return about;
    }

    private static JsonObject ome(Path group) throws IOException {
        JsonObject about = json(group);
        assertEquals("group", about.get("node_type").getAsString());
        JsonObject ome = about.getAsJsonObject("attributes").getAsJsonObject("ome");
        assertEquals("0.5", ome.get("version").getAsString());
        return ome;
    }

    @Test
    void omeZarrHasItsLabelsBelowTheImage() throws Exception {
        Path image = write(LayoutName.OMEZARR).resolve("train/ab02.ome.zarr");
        JsonObject scale = ome(image).getAsJsonArray("multiscales").get(0).getAsJsonObject();
        assertEquals(3, scale.getAsJsonArray("axes").size());
        int[][] planes = zarr(image.resolve(scale.getAsJsonArray("datasets")
                .get(0)
                .getAsJsonObject()
                .get("path")
                .getAsString()));
        int[] pixels = pixels("ab02");
        for (int i = 0; i < pixels.length; i++)
            assertEquals(pixels[i], planes[0][i] << 16 | planes[1][i] << 8 | planes[2][i]);
        assertEquals(
                "[\"objects\",\"words\"]",
                ome(image.resolve("labels")).getAsJsonArray("labels").toString());
        Path objects = image.resolve("labels/objects");
        assertArrayEquals(values(labels(1)), zarr(objects.resolve("0"))[0]);
        JsonArray properties = ome(objects).getAsJsonObject("image-label").getAsJsonArray("properties");
        assertEquals(
                "{\"label-value\":1,\"class\":\"red ball\"}", properties.get(0).toString());
        int[] words = zarr(image.resolve("labels/words/0"))[0];
        for (int i = 0; i < words.length; i++) assertEquals(i % WIDTH < WIDTH / 2 ? 1 : 0, words[i]);
        assertTrue(json(image)
                .getAsJsonObject("attributes")
                .get("prompt-to-prompt")
                .getAsString()
                .contains("seed=7"));
    }

    @Test
    void aZarrArrayIsCutIntoChunksOfOneSize() throws Exception {
        ShortProcessor wide = new ShortProcessor(700, 520);
        for (int i = 0; i < wide.getPixelCount(); i++) wide.set(i, i % 65521);
        ZarrArray array = ZarrArray.ofLabels(wide);
        assertEquals(List.of("c/0/0", "c/0/1", "c/1/0", "c/1/1"), array.chunks());
        Path place = folder.resolve("wide");
        for (String chunk : array.chunks()) {
            Files.createDirectories(place.resolve(chunk).getParent());
            try (OutputStream out = Files.newOutputStream(place.resolve(chunk))) {
                array.write(chunk, out);
            }
        }
        Files.writeString(place.resolve("zarr.json"), new Gson().toJson(array.metadata()));
        int[] values = zarr(place)[0];
        for (int i = 0; i < values.length; i++) assertEquals(i % 65521, values[i]);
    }

    @Test
    void aTarHasTheFilesOfASampleTogether() throws Exception {
        Path out = write(LayoutName.WEBDATASET);
        Map<String, Map<String, byte[]>> samples = new LinkedHashMap<>();
        String last = "";
        try (InputStream in = Files.newInputStream(out.resolve("train-000000.tar"));
                TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                String[] name = entry.getName().split("\\.", 2);
                assertTrue(name[0].equals(last) || !samples.containsKey(name[0]), "not together");
                last = name[0];
                samples.computeIfAbsent(last, key -> new TreeMap<>()).put(name[1], tar.readAllBytes());
                assertEquals(0, entry.getLastModifiedDate().getTime());
            }
        }
        assertEquals(List.of("aa01", "ab02"), List.copyOf(samples.keySet()));
        Map<String, byte[]> edit = samples.get("ab02");
        assertEquals(Set.of("png", "txt", "json", "seg.png", "mask.png"), edit.keySet());
        assertEquals(
                Set.of("png", "txt", "json", "seg.png"), samples.get("aa01").keySet());
        assertEquals("a red ball, \"snow\" at night", new String(edit.get("txt"), StandardCharsets.UTF_8));
        BufferedImage labels = ImageIO.read(new ByteArrayInputStream(edit.get("seg.png")));
        assertEquals(BufferedImage.TYPE_USHORT_GRAY, labels.getType());
        int[] values = new int[WIDTH * HEIGHT];
        labels.getRaster().getSamples(0, 0, WIDTH, HEIGHT, 0, values);
        assertArrayEquals(values(labels(1)), values);
        assertEquals(
                "aa01",
                JsonParser.parseString(new String(edit.get("json"), StandardCharsets.UTF_8))
                        .getAsJsonObject()
                        .get("source")
                        .getAsString());
    }

    private static List<CSVRecord> manifest(Path out) throws IOException {
        try (CSVParser parser = CSVParser.parse(
                out.resolve("manifest.csv"),
                StandardCharsets.UTF_8,
                CSVFormat.RFC4180
                        .builder()
                        .setHeader()
                        .setSkipHeaderRecord(true)
                        .get())) {
            return parser.getRecords();
        }
    }

    /** What the manifest names is there, what it does not name has a reason, and people are told the same numbers. */
    @ParameterizedTest
    @EnumSource(LayoutName.class)
    void theManifestNamesWhatIsThere(LayoutName layout) throws Exception {
        Path out = write(layout, true);
        Map<String, Integer> counts = new TreeMap<>(Map.of("train", 0, "val", 0, "test", 0));
        int left = 0;
        for (CSVRecord line : manifest(out)) {
            String file = line.get("file");
            assertEquals(file.isEmpty(), !line.get("rejected").isEmpty(), line.toString());
            if (line.get("rejected").startsWith("the layout holds")) left++;
            if (file.isEmpty()) continue;
            counts.merge(line.get("split"), 1, Integer::sum);
            String[] packed = file.split(": ");
            assertTrue(Files.exists(out.resolve(packed[0])), file);
            if (packed.length > 1)
                assertTrue(
                        Files.readString(out.resolve(packed[0]), StandardCharsets.ISO_8859_1)
                                .contains(packed[1]),
                        file);
        }
        assertTrue(
                told.contains(counts.get("train") + " train, " + counts.get("val") + " val, " + counts.get("test")
                        + " test images"),
                told);
        String card = Files.readString(out.resolve("README.md"));
        counts.forEach((split, n) -> assertTrue(card.contains("| " + split + " | " + n + " | "), card));
        assertTrue(card.contains("no place for: " + left + ";"), card);
        assertEquals(left > 0, told.contains("Left out: " + left + " images"), told);
        counts.forEach((split, n) ->
                assertEquals(n == 0, told.matches("(?s).*No image is in [a-z or]*" + split + ".*"), told));
        assertEquals(
                switch (layout) {
                    case STARDIST, CELLPOSE, COCO, YOLO -> 1;
                    case PAIRS -> 2;
                    default -> 0;
                },
                left);
    }

    /** YOLO's training ends where a folder is not there that {@code data.yaml} names, and where it names none to validate on. */
    @Test
    void yoloFindsEachFolderThatItIsTold() throws Exception {
        Path out = write(LayoutName.YOLO);
        List<String> lines = Files.readAllLines(out.resolve("data.yaml"));
        assertTrue(lines.get(1).startsWith("val: images/train #"), lines.toString());
        for (String line : lines.subList(0, lines.indexOf("names:")))
            assertTrue(Files.isDirectory(out.resolve(line.split("[: #]+")[1])), line);
    }

    @Test
    void theManifestHasALineForEverything() throws Exception {
        Path out = write(LayoutName.STARDIST);
        List<CSVRecord> lines = manifest(out);
        assertEquals(6, lines.size());
        assertEquals("agreement 0.100 is below 0.500", lines.get(2).get("rejected"));
        assertEquals("", lines.get(2).get("file"));
        assertEquals("train/images/ab02.tif", lines.get(1).get("file"));
        assertEquals("add at night", lines.get(1).get("edit"));
        assertEquals("a red ball, \"snow\"", lines.get(1).get("prompt"));
        assertEquals("BSD-2-Clause", lines.get(1).get("licence"));
        assertEquals("0.900000", lines.get(1).get("agreement"));
        assertEquals("failed: why", lines.get(4).get("rejected"));
        assertEquals("asks for what row 2 does", lines.get(5).get("rejected"));
        String card = Files.readString(out.resolve("README.md"));
        for (String told : List.of("| train | 2 | 1 |", "| cube | 6 |", "mini | 0123456789abcdef", "must not be used"))
            assertTrue(card.contains(told), told + " in\n" + card);
    }

    @Test
    void theManifestInParquetSaysTheSameInNumbers() throws Exception {
        Path out = write(LayoutName.STARDIST);
        List<Map<String, Object>> lines = new ArrayList<>();
        Hydrator<Map<String, Object>, Map<String, Object>, String[]> line = new Hydrator<>() {
            @Override
            public Map<String, Object> start() {
                return new TreeMap<>();
            }

            @Override
            public Map<String, Object> add(Map<String, Object> target, String[] heading, Object value) {
                if (value != null) target.put(heading[0], value);
                return target;
            }

            @Override
            public Map<String, Object> finish(Map<String, Object> target) {
                return target;
            }
        };
        try (Stream<Map<String, Object>> read =
                ParquetReader.streamContent(out.resolve("manifest.parquet").toFile(), line)) {
            read.forEach(lines::add);
        }
        assertEquals(6, lines.size());
        assertEquals(0.9, lines.get(1).get("agreement"));
        assertEquals(2, lines.get(1).get("row"));
        assertEquals(3, lines.get(1).get("objects"));
        assertEquals("a red ball, \"snow\"", lines.get(1).get("prompt"));
        assertEquals("agreement 0.100 is below 0.500", lines.get(2).get("rejected"));
        assertNull(lines.get(2).get("file"));
        assertNull(lines.get(3).get("agreement"));
        assertEquals(Map.of("row", 9, "rejected", "failed: why"), lines.get(4));
        try (CSVParser parser = CSVParser.parse(
                out.resolve("manifest.csv"),
                StandardCharsets.UTF_8,
                CSVFormat.RFC4180
                        .builder()
                        .setHeader()
                        .setSkipHeaderRecord(true)
                        .get())) {
            for (CSVRecord record : parser)
                for (String column : List.of("id", "role", "source", "split", "sha256", "edit", "licence"))
                    assertEquals(
                            record.get(column),
                            lines.get((int) record.getRecordNumber() - 1).getOrDefault(column, ""),
                            column);
        }
    }

    @Test
    void anotherLayoutTakesTheFilesOfTheFirstAway() throws Exception {
        Path out = write(LayoutName.STARDIST);
        try (Target target = Target.open(new LocalFolder(out), "job")) {
            target.text("only.txt", "x");
            target.finish();
        }
        assertEquals(Set.of("only.txt"), files(out));
        try (Stream<Path> left = Files.list(out)) {
            assertEquals(2, left.count(), "no folders that are empty, but .made");
        }
    }
}
