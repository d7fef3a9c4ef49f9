package org.prompttoprompt.dataset;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import ij.process.ByteProcessor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.prompttoprompt.ij.ImageBytes;
import org.prompttoprompt.request.Option;

/**
 * Tar files for WebDataset (<a href="https://github.com/webdataset/webdataset">The WebDataset format</a>): {@code
 * train-000000.tar} and so on; files of one sample follow each other and have one name up to the first dot: {@code ID.png}, {@code
 * ID.txt} with what it shows, {@code ID.json}, {@code ID.seg.png} with 16-bit labels where there are some, and {@code ID.mask.png} where the changed words of an edit act.
 */
final class WebDatasetLayout implements Layout {
    /** Samples of a tar file. */
    private static final int SHARD = 1000;

    private static final Gson JSON = new GsonBuilder().disableHtmlEscaping().create();

    @Override
    public Map<String, String> write(Dataset data, Target target) {
        Map<String, String> files = new LinkedHashMap<>();
        for (String split : Split.NAMES) {
            List<Entry> all = data.kept().stream()
                    .filter(entry -> entry.split().equals(split))
                    .toList();
            for (int from = 0; from < all.size(); from += SHARD) {
                List<Entry> some = all.subList(from, Math.min(all.size(), from + SHARD));
                String shard = shard(split, from / SHARD);
                target.file(shard, out -> write(out, some, data));
                for (Entry entry : some) files.put(entry.id(), shard + ": " + image(entry));
            }
        }
        return files;
    }

    private static String shard(String split, int number) {
        return String.format("%s-%06d.tar", split, number);
    }

    private static void write(OutputStream out, List<Entry> some, Dataset data) throws IOException {
        // Not closed: that would close the file before its bytes are on the disk.
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8");
        for (Entry entry : some) {
            put(tar, image(entry), ImageBytes.png(data.store().pixels(entry.id()), Texts.of(entry)));
            put(tar, entry.id() + ".txt", Texts.caption(entry).getBytes(StandardCharsets.UTF_8));
            put(tar, entry.id() + ".json", json(entry).getBytes(StandardCharsets.UTF_8));
            Optional<ByteProcessor> mask = WordMaskImage.of(entry);
            if (mask.isPresent()) put(tar, entry.id() + ".mask.png", ImageBytes.png(mask.get(), Texts.of(entry)));
            if (entry.labelled()) {
                put(
                        tar,
                        entry.id() + ".seg.png",
                        ImageBytes.png(data.store().labelPixels(entry.id()), Texts.of(entry)));
            }
        }
        tar.finish();
    }

    private static String json(Entry entry) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("role", entry.role());
        told.put("source", entry.source());
        told.put("sha256", entry.hash());
        told.put("classes", entry.classes());
        if (!entry.recipe().isEmpty()) {
            told.put("prompt", entry.request().get(Option.PROMPT));
            told.put("edit", Instruction.of(entry.request()));
        }
        return JSON.toJson(told);
    }

    /** Without a time, an owner or anything else that would differ from run to run. */
    private static void put(TarArchiveOutputStream tar, String name, byte[] bytes) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(bytes.length);
        entry.setModTime(0);
        entry.setIds(0, 0);
        entry.setNames("", "");
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }

    private static String image(Entry entry) {
        return entry.id() + ".png";
    }

    @Override
    public String reading() {
        return "WebDataset: wds.WebDataset('train-000000.tar').decode('pil').to_tuple('png', 'txt')";
    }

    @Override
    public boolean needsLabels() {
        return false;
    }
}
