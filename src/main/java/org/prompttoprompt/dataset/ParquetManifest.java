package org.prompttoprompt.dataset;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.DelegatingPositionOutputStream;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * The manifest as {@code manifest.parquet} (<a href="https://parquet.apache.org/docs/file-format">Parquet, File Format</a>): the
 * columns of the CSV file, counts and scores as numbers, and null where nothing is known. Not compressed beyond the format's
 * dictionaries, so that it needs no native library and has the same bytes everywhere.
 */
final class ParquetManifest {
    private static final String NAME = "manifest";

    private ParquetManifest() {}

    /** Writes the lines, each with its columns in the order of {@link Manifest#COLUMNS}. */
    static void write(List<Map<String, String>> lines, OutputStream out) throws IOException {
        // The file is closed by who opened it.
        try (ParquetWriter<Map<String, String>> writer = new Builder(new Unclosed(out)).build()) {
            for (Map<String, String> line : lines) writer.write(line);
        }
    }

    private static MessageType schema() {
        List<Type> columns = new ArrayList<>();
        for (String column : Manifest.COLUMNS) columns.add(type(column));
        return new MessageType(NAME, columns);
    }

    private static Type type(String column) {
        if (Manifest.COUNTS.contains(column))
            return Types.optional(PrimitiveTypeName.INT32).named(column);
        if (Manifest.SCORES.contains(column))
            return Types.optional(PrimitiveTypeName.DOUBLE).named(column);
        return Types.optional(PrimitiveTypeName.BINARY)
                .as(LogicalTypeAnnotation.stringType())
                .named(column);
    }

    private static final class Builder extends ParquetWriter.Builder<Map<String, String>, Builder> {
        Builder(OutputFile file) {
            super(file);
            withConf(new PlainParquetConfiguration()).withCompressionCodec(CompressionCodecName.UNCOMPRESSED);
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        protected WriteSupport<Map<String, String>> getWriteSupport(Configuration configuration) {
            return new Lines();
        }

        @Override
        protected WriteSupport<Map<String, String>> getWriteSupport(ParquetConfiguration configuration) {
            return new Lines();
        }
    }

    private static final class Lines extends WriteSupport<Map<String, String>> {
        private RecordConsumer out;

        @Override
        public WriteContext init(Configuration configuration) {
            return new WriteContext(schema(), Map.of());
        }

        @Override
        public WriteContext init(ParquetConfiguration configuration) {
            return new WriteContext(schema(), Map.of());
        }

        @Override
        public void prepareForWrite(RecordConsumer consumer) {
            out = consumer;
        }

        @Override
        public void write(Map<String, String> line) {
            out.startMessage();
            for (int i = 0; i < Manifest.COLUMNS.size(); i++) {
                String column = Manifest.COLUMNS.get(i);
                String value = line.getOrDefault(column, "");
                if (value.isEmpty()) continue;
                out.startField(column, i);
                if (Manifest.COUNTS.contains(column)) out.addInteger(Integer.parseInt(value));
                else if (Manifest.SCORES.contains(column)) out.addDouble(Double.parseDouble(value));
                else out.addBinary(Binary.fromString(value));
                out.endField(column, i);
            }
            out.endMessage();
        }
    }

    /** A stream that counts, as Parquet notes where its parts begin. */
    private record Unclosed(OutputStream out) implements OutputFile {
        @Override
        public PositionOutputStream create(long block) {
            return new DelegatingPositionOutputStream(out) {
                private long position;

                @Override
                public long getPos() {
                    return position;
                }

                @Override
                public void write(int b) throws IOException {
                    super.write(b);
                    position++;
                }

                @Override
                public void write(byte[] b) throws IOException {
                    super.write(b);
                    position += b.length;
                }

                @Override
                public void write(byte[] b, int from, int n) throws IOException {
                    super.write(b, from, n);
                    position += n;
                }

                @Override
                public void close() throws IOException {
                    flush();
                }
            };
        }

        @Override
        public PositionOutputStream createOrOverwrite(long block) {
            return create(block);
        }

        @Override
        public boolean supportsBlockSize() {
            return false;
        }

        @Override
        public long defaultBlockSize() {
            return 0;
        }
    }
}
