package org.prompttoprompt.lpips;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.prompttoprompt.checkpoint.RawTensors;
import org.prompttoprompt.checkpoint.RawTensors.Raw;
import org.prompttoprompt.image.SourceImage;

/** Weights of LPIPS's networks and images, made by the formula of {@code lpips/published.py}, which had the published program measure. */
public final class PublishedWeights {
    private PublishedWeights() {}

    /** Returns numbers from -1 to 1 that look like noise. */
    private static double value(long i, long k) {
        long mask = 0xffffffffL;
        long h = i * 2654435761L + k * 40503 & mask;
        h ^= h >>> 16;
        h = h * 0x45d9f3b & mask;
        h ^= h >>> 16;
        return h / 2147483648.0 - 1;
    }

    /** Writes {@code model.safetensors} of a network into a folder, as the published module's state. */
    public static void write(String net, Path folder) throws IOException {
        Map<String, Raw> tensors = new LinkedHashMap<>();
        int k = 0;
        for (Map.Entry<String, long[]> tensor : shapes(net).entrySet()) {
            k++;
            long n = 1;
            for (long size : tensor.getValue()) n *= size;
            ByteBuffer bytes = ByteBuffer.allocate((int) (4 * n)).order(ByteOrder.LITTLE_ENDIAN);
            double spread = Math.sqrt(6.0 / (n / (double) tensor.getValue()[0]));
            for (long i = 0; i < n; i++) {
                double value = value(i, k);
                if (tensor.getKey().startsWith("lin")) value = Math.abs(value);
                else value *= tensor.getKey().endsWith("bias") ? 0.1 : spread;
                bytes.putFloat((float) value);
            }
            tensors.put(tensor.getKey(), new Raw("F32", tensor.getValue(), bytes.array()));
        }
        RawTensors.write(tensors, folder.resolve("model.safetensors"));
    }

    private static Map<String, long[]> shapes(String net) {
        Map<String, long[]> shapes = new TreeMap<>();
        int[] channels = switch (net) {
            case "alex" -> new int[] {64, 192, 384, 256, 256};
            case "vgg" -> new int[] {64, 128, 256, 512, 512};
            default -> new int[] {64, 128, 256, 384, 384, 512, 512};
        };
        for (int i = 0; i < channels.length; i++)
            shapes.put("lin" + i + ".model.1.weight", new long[] {1, channels[i], 1, 1});
        switch (net) {
            case "alex" -> {
                conv(shapes, "1.0", 3, 64, 11);
                conv(shapes, "2.3", 64, 192, 5);
                conv(shapes, "3.6", 192, 384, 3);
                conv(shapes, "4.8", 384, 256, 3);
                conv(shapes, "5.10", 256, 256, 3);
            }
            case "vgg" -> {
                String[] names = "1.0 1.2 2.5 2.7 3.10 3.12 3.14 4.17 4.19 4.21 5.24 5.26 5.28".split(" ");
                int in = 3;
                for (String name : names) {
                    int out = channels[name.charAt(0) - '1'];
                    conv(shapes, name, in, out, 3);
                    in = out;
                }
            }
            default -> {
                conv(shapes, "1.0", 3, 64, 3);
                fire(shapes, "2.3", 64, 16, 64);
                fire(shapes, "2.4", 128, 16, 64);
                fire(shapes, "3.6", 128, 32, 128);
                fire(shapes, "3.7", 256, 32, 128);
                fire(shapes, "4.9", 256, 48, 192);
                fire(shapes, "5.10", 384, 48, 192);
                fire(shapes, "6.11", 384, 64, 256);
                fire(shapes, "7.12", 512, 64, 256);
            }
        }
        return shapes;
    }

    private static void conv(Map<String, long[]> shapes, String name, int in, int out, int kernel) {
        shapes.put("net.slice" + name + ".weight", new long[] {out, in, kernel, kernel});
        shapes.put("net.slice" + name + ".bias", new long[] {out});
    }

    private static void fire(Map<String, long[]> shapes, String name, int in, int few, int out) {
        conv(shapes, name + ".squeeze", in, few, 1);
        conv(shapes, name + ".expand1x1", few, out, 1);
        conv(shapes, name + ".expand3x3", few, out, 3);
    }

    /** Returns an image with a ramp in each colour and noise. */
    static SourceImage image(int height, int width, int k) {
        float[] rgb = new float[3 * height * width];
        for (int i = 0; i < rgb.length; i++) {
            double y = (double) (i / width % height) / height;
            double x = (double) (i % width) / width;
            double smooth = Math.floor(
                    switch (i / (height * width)) {
                        case 0 -> 255 * x * (1 - y);
                        case 1 -> 255 * y;
                        default -> 127 * (x + y);
                    });
            rgb[i] = (float) (Math.max(0, Math.min(255, Math.floor(smooth + 40 * value(i, k) + 0.5))) / 255);
        }
        return SourceImage.of(width, height, rgb);
    }
}
