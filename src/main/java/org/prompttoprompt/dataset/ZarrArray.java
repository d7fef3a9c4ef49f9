package org.prompttoprompt.dataset;

import ij.process.ImageProcessor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.zip.GZIPOutputStream;

/**
 * Planes of one size as an array of Zarr 3 (<a href="https://zarr-specs.readthedocs.io/en/latest/v3/core/index.html">Zarr core
 * specification version 3</a>), of axes c, y, x or, for one plane without a channel, y, x; in chunks of one plane and at most {@value
 * #CHUNK} pixels a side, compressed by gzip. Written by hand, for of the libraries for Java none writes version 3 and comes whole from
 * Maven Central.
 *
 * @param width in pixels
 * @param height likewise
 * @param planes the values of each at the index of a pixel, 0 to 65535
 * @param bytes of a value, 1 or 2
 * @param channels whether there is an axis of channels
 */
record ZarrArray(int width, int height, List<IntUnaryOperator> planes, int bytes, boolean channels) {
    private static final int CHUNK = 512;

    /** Returns an image: a plane of 8 or 16 bits, or red, green and blue. */
    static ZarrArray ofImage(ImageProcessor pixels) {
        int depth = pixels.getBitDepth();
        List<IntUnaryOperator> planes = depth == 24
                ? List.of(i -> pixels.get(i) >> 16 & 255, i -> pixels.get(i) >> 8 & 255, i -> pixels.get(i) & 255)
                : List.of(pixels::get);
        return new ZarrArray(pixels.getWidth(), pixels.getHeight(), planes, depth == 16 ? 2 : 1, true);
    }

    /** Returns a label image, of 8 or 16 bits. */
    static ZarrArray ofLabels(ImageProcessor labels) {
        int bytes = labels.getBitDepth() == 16 ? 2 : 1;
        return new ZarrArray(labels.getWidth(), labels.getHeight(), List.of(labels::get), bytes, false);
    }

    List<String> axes() {
        return channels ? List.of("c", "y", "x") : List.of("y", "x");
    }

    private List<Integer> withPlanes(int n, int rows, int columns) {
        return channels ? List.of(n, rows, columns) : List.of(rows, columns);
    }

    private int chunkHeight() {
        return Math.min(CHUNK, height);
    }

    private int chunkWidth() {
        return Math.min(CHUNK, width);
    }

    /** Returns what its {@code zarr.json} says. */
    Map<String, Object> metadata() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("zarr_format", 3);
        all.put("node_type", "array");
        all.put("shape", withPlanes(planes.size(), height, width));
        all.put("data_type", bytes == 1 ? "uint8" : "uint16");
        all.put("chunk_grid", named("regular", Map.of("chunk_shape", withPlanes(1, chunkHeight(), chunkWidth()))));
        all.put("chunk_key_encoding", named("default", Map.of("separator", "/")));
        all.put("fill_value", 0);
        all.put("codecs", List.of(named("bytes", Map.of("endian", "little")), named("gzip", Map.of("level", 6))));
        all.put("dimension_names", axes());
        return all;
    }

    private static Map<String, Object> named(String name, Map<String, Object> configuration) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("name", name);
        all.put("configuration", configuration);
        return all;
    }

    /** Returns the names of its chunks below the array. */
    List<String> chunks() {
        List<String> names = new ArrayList<>();
        for (int plane = 0; plane < planes.size(); plane++)
            for (int row = 0; row * chunkHeight() < height; row++)
                for (int column = 0; column * chunkWidth() < width; column++)
                    names.add("c/" + (channels ? plane + "/" : "") + row + "/" + column);
        return names;
    }

    /** Writes a chunk; what lies beyond the edges is 0, for all have one size. */
    void write(String chunk, OutputStream out) throws IOException {
        String[] at = chunk.split("/");
        IntUnaryOperator plane = planes.get(channels ? Integer.parseInt(at[1]) : 0);
        int top = Integer.parseInt(at[at.length - 2]) * chunkHeight();
        int left = Integer.parseInt(at[at.length - 1]) * chunkWidth();
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        for (int y = top; y < top + chunkHeight(); y++)
            for (int x = left; x < left + chunkWidth(); x++) {
                int value = x < width && y < height ? plane.applyAsInt(y * width + x) : 0;
                for (int b = 0; b < bytes; b++) raw.write(value >> 8 * b & 255);
            }
        GZIPOutputStream zip = new GZIPOutputStream(out);
        zip.write(raw.toByteArray());
        zip.finish();
    }
}
