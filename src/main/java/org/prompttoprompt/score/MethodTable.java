package org.prompttoprompt.score;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** A line for each method: means over its images, in the units in which such tables are published. PSNR is the mean of dB. */
final class MethodTable {
    private static final String HEAD =
            "method,images,structure_1e3,psnr,mse_1e4,ssim_1e2,psnr_outside,mse_outside_1e4,ssim_outside_1e2";
    private static final double MILLI = 1e3;
    private static final double TENTH_OF_MILLI = 1e4;
    private static final double PERCENT = 1e2;
    /** An image that is exact would make every mean infinite. */
    private static final double MOST_DB = 100;

    private MethodTable() {}

    /** Returns the table as CSV. */
    static String csv(Map<String, List<Score>> scores) {
        boolean look = scores.values().stream().flatMap(List::stream).anyMatch(score -> !Double.isNaN(score.lpips()));
        StringBuilder table = new StringBuilder(HEAD + (look ? ",lpips_1e3,lpips_outside_1e3" : "") + "\n");
        scores.forEach((method, all) -> table.append(String.format(
                Locale.ROOT,
                "%s,%d,%.2f,%.2f,%.2f,%.2f,%.2f,%.2f,%.2f%s%n",
                method.contains(",") ? "\"" + method + "\"" : method,
                all.size(),
                MILLI * mean(all, Score::structure),
                mean(all, score -> Math.min(MOST_DB, Score.psnr(score.mse()))),
                TENTH_OF_MILLI * mean(all, Score::mse),
                PERCENT * mean(all, Score::ssim),
                mean(all, score -> Math.min(MOST_DB, Score.psnr(score.mseOutside()))),
                TENTH_OF_MILLI * mean(all, Score::mseOutside),
                PERCENT * mean(all, Score::ssimOutside),
                look
                        ? String.format(
                                Locale.ROOT,
                                ",%.2f,%.2f",
                                MILLI * mean(all, Score::lpips),
                                MILLI * mean(all, Score::lpipsOutside))
                        : "")));
        return table.toString();
    }

    /** Those that are no number, such as outside of a mask that is everywhere, do not count. */
    private static double mean(List<Score> scores, ToDoubleFunction<Score> value) {
        return scores.stream()
                .mapToDouble(value)
                .filter(x -> !Double.isNaN(x))
                .average()
                .orElse(Double.NaN);
    }
}
