package org.prompttoprompt.spark;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.prompttoprompt.batch.DatasetOption;
import org.prompttoprompt.batch.DatasetRequest;
import org.prompttoprompt.batch.UnitText;
import org.prompttoprompt.dataset.DataFolder;

/**
 * Draws a part of a data set where Spark says. It writes its files itself, so that little travels; a part that is drawn twice, or
 * again after its machine was lost, writes the same bytes into the same places.
 *
 * @param request the values of the data set by their keys
 */
record Part(Map<String, String> request) implements Function<UnitText, LinkedHashMap<Integer, String>> {
    /** Read once in each process: their files are long. */
    private static final class Settings {
        static final Configuration OF_HADOOP =
                SparkHadoopUtil.get().newConfiguration(SparkEnv.get().conf());
    }

    @Override
    public LinkedHashMap<Integer, String> call(UnitText unit) throws IOException {
        Configuration configuration = Settings.OF_HADOOP;
        DatasetRequest values = new DatasetRequest();
        for (Map.Entry<String, String> value : request.entrySet())
            values = values.with(value.getKey(), value.getValue());
        DatasetRequest all = values;
        HadoopFiles files =
                new HadoopFiles(HadoopFiles.folder(all.get(DatasetOption.TABLE), configuration), configuration);
        try (DataFolder folder = new HadoopFolder(all.get(DatasetOption.FOLDER), configuration)) {
            return ExecutorEngine.call(
                    (engine, progress) -> new LinkedHashMap<>(unit.draw(all, folder, files, engine, progress)));
        }
    }
}
