package org.prompttoprompt.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.engine.MappedPages;
import org.prompttoprompt.engine.Ops;
import org.prompttoprompt.engine.Precision;

/**
 * A .safetensors file: eight bytes of header length, the header as JSON, then the bytes of the tensors without gaps.
 * Nothing of the header is believed before it fits the file.
 */
final class Safetensors {
    /** The limit of the format's own reader. */
    private static final long MAX_HEADER = 100_000_000;

    /** Bytes that are read at once. */
    private static final int PIECE = 1 << 23;

    /** One for all tensors that a thread reads: Java keeps what it no longer needs of these until it runs short of them. */
    private static final ThreadLocal<SoftReference<ByteBuffer>> PIECES =
            ThreadLocal.withInitial(() -> new SoftReference<>(null));

    private static final Remembered<Safetensors> READ = new Remembered<>(Safetensors::new);

    private final Path path;
    private final Map<String, SafetensorsHeader.Entry> entries;
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final long dataStart;

    /**
     * Reads and checks the header.
     *
     * @throws Refusal if the file is not sound, naming it and what is wrong
     */
    Safetensors(Path path) {
        this.path = path;
        StandIn.refuse(path);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size < Long.BYTES) throw broken("it has only " + size + " bytes", Damaged.HALF_WAY);
            ByteBuffer begin = read(channel, 0, Long.BYTES);
            if (StandIn.isMessage(begin.array())) throw StandIn.message(path);
            long length = begin.getLong();
            if (length < 2 || length > Math.min(MAX_HEADER, size - Long.BYTES)) {
                throw broken(
                        "its list of tensors is said to have " + Long.toUnsignedString(length)
                                + " bytes, and all of the file has " + size,
                        Damaged.HALF_WAY + ", or it is a file of another kind");
            }
            dataStart = Long.BYTES + length;
            byte[] header = read(channel, Long.BYTES, (int) length).array();
            entries = SafetensorsHeader.parse(header, size - dataStart, metadata);
        } catch (SafetensorsHeader.Broken e) {
            throw broken(e.getMessage(), e.way());
        } catch (IOException e) {
            throw Unreadable.refusal(path, e);
        }
    }

    /** Returns the header of a file, which is read once as long as the file does not change. */
    static Safetensors of(Path path) {
        return READ.of(path);
    }

    private Refusal broken(String what, String way) {
        return new Damaged(path + " is damaged: " + what, way, Damaged.AGAIN);
    }

    private static ByteBuffer read(FileChannel channel, long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        read(channel, position, bytes);
        return bytes.flip();
    }

    private static void read(FileChannel channel, long position, ByteBuffer into) throws IOException {
        while (into.hasRemaining() && channel.read(into, position + into.position()) >= 0) {}
    }

    Path path() {
        return path;
    }

    Map<String, SafetensorsHeader.Entry> entries() {
        return entries;
    }

    /** Returns what the file says of itself, texts by their names. */
    Map<String, String> metadata() {
        return metadata;
    }

    /**
     * Returns a tensor as float32 that belongs to the manager and to no scope.
     *
     * @param mapped whether one of single precision stays in the file on the CPU; else it is copied, and the file may then go
     */
    NDArray read(String name, NDManager manager, boolean mapped) {
        SafetensorsHeader.Entry entry = entries.get(name);
        boolean brain = entry.type().equals("BF16");
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            if (!entry.type().equals("F32")) return convert(copy(channel, entry, DataType.FLOAT16, manager), brain);
            if (!mapped) return keep(copy(channel, entry, DataType.FLOAT32, manager));
            return keep(map(channel, entry, DataType.FLOAT32, manager));
        } catch (IOException e) {
            throw Unreadable.refusal(path, e);
        }
    }

    /** Returns a tensor of half precision that stays in the file. */
    HalfInFile half(String name, NDManager manager) {
        SafetensorsHeader.Entry entry = entries.get(name);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            NDArray bits = keep(map(channel, entry, DataType.FLOAT16, manager));
            return entry.type().equals("BF16")
                    ? new HalfInFile(bits, Precision.BFLOAT16).seen(Ops::ofBfloat16)
                    : new HalfInFile(bits, Precision.FLOAT16);
        } catch (IOException e) {
            throw Unreadable.refusal(path, e);
        }
    }

    private NDArray map(FileChannel channel, SafetensorsHeader.Entry entry, DataType type, NDManager manager)
            throws IOException {
        ByteBuffer bytes = channel.map(MapMode.READ_ONLY, dataStart + entry.begin(), entry.end() - entry.begin())
                .order(ByteOrder.LITTLE_ENDIAN);
        MappedPages.add(bytes);
        return manager.create(bytes, entry.shape(), type);
    }

    /** Reads in pieces: a map of the file would end Java if somebody cuts the file short meanwhile. */
    private NDArray copy(FileChannel channel, SafetensorsHeader.Entry entry, DataType type, NDManager manager)
            throws IOException {
        int size = type.getNumOfBytes();
        long count = entry.shape().size();
        try (NDArray whole = manager.create(new Shape(count), type)) {
            ByteBuffer piece = piece();
            for (long at = 0; at < count; at += piece.capacity() / size) {
                long length = Math.min(count - at, piece.capacity() / size);
                piece.clear().limit((int) (length * size));
                read(channel, dataStart + entry.begin() + at * size, piece);
                if (piece.hasRemaining()) throw broken("it became shorter while it was read", "");
                try (NDArray read = manager.create(piece.flip(), new Shape(length), type)) {
                    whole.set(new NDIndex(at + ":" + (at + length)), read);
                }
            }
            return whole.reshape(entry.shape());
        }
    }

    private static ByteBuffer piece() {
        ByteBuffer before = PIECES.get().get();
        if (before != null) return before;
        ByteBuffer piece = ByteBuffer.allocateDirect(PIECE).order(ByteOrder.nativeOrder());
        PIECES.set(new SoftReference<>(piece));
        return piece;
    }

    private static NDArray convert(NDArray half, boolean brain) {
        try (half) {
            return keep(brain ? Ops.bfloat16ToFloat32(half) : half.toType(DataType.FLOAT32, true));
        }
    }

    private static NDArray keep(NDArray weights) {
        weights.setName(null);
        NDScope.unregister(weights);
        return weights;
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
