package org.prompttoprompt.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Byte pair encoding of one word (Sennrich et al. 2016), over bytes as CLIP does it: the pair of neighbours with the lowest
 * rank is joined until no pair has a rank.
 */
final class BytePairs {
    /** What CLIP puts after the last piece of a word. */
    private static final String END = "</w>";

    private static final String[] LETTER = letters();

    private final Map<String, Integer> ranks = new HashMap<>();

    /** @param merges the pairs, the first to be joined first, each {@code "left right"} */
    BytePairs(List<String> merges) {
        for (String merge : merges) ranks.putIfAbsent(merge, ranks.size());
    }

    /** Returns the pieces of a word, as they stand in vocab.json. */
    List<String> split(String word) {
        List<String> pieces = new ArrayList<>();
        for (byte b : word.getBytes(StandardCharsets.UTF_8)) pieces.add(LETTER[b & 255]);
        pieces.add(pieces.remove(pieces.size() - 1) + END);
        for (String best = lowest(pieces); best != null; best = lowest(pieces)) pieces = join(pieces, best);
        return pieces;
    }

    /** Returns the number of bytes of the word that a piece stands for. */
    static int bytes(String piece) {
        return piece.endsWith(END) ? piece.length() - END.length() : piece.length();
    }

    private String lowest(List<String> pieces) {
        String best = null;
        for (int i = 0; i + 1 < pieces.size(); i++) {
            String pair = pieces.get(i) + " " + pieces.get(i + 1);
            if (ranks.containsKey(pair) && (best == null || ranks.get(pair) < ranks.get(best))) best = pair;
        }
        return best;
    }

    private static List<String> join(List<String> pieces, String pair) {
        List<String> joined = new ArrayList<>();
        for (int i = 0; i < pieces.size(); i++) {
            boolean here = i + 1 < pieces.size() && pair.equals(pieces.get(i) + " " + pieces.get(i + 1));
            joined.add(here ? pieces.get(i) + pieces.get(++i) : pieces.get(i));
        }
        return joined;
    }

    /** Returns all pieces in the order of CLIP's ids: bytes within a word, bytes at its end, then what the merges make. */
    static List<String> pieces(List<String> merges) {
        List<String> bytes = Arrays.stream(LETTER)
                .sorted(Comparator.comparing((String letter) -> letter.charAt(0) >= LETTER.length))
                .toList();
        List<String> pieces = new ArrayList<>(bytes);
        bytes.forEach(letter -> pieces.add(letter + END));
        merges.forEach(merge -> pieces.add(merge.replace(" ", "")));
        return pieces;
    }

    /** Every byte has a printable letter: itself where it is one, else the next free one from 256 on. */
    private static String[] letters() {
        String[] letters = new String[256];
        int next = 256;
        for (int b = 0; b < 256; b++) {
            boolean printable = b >= '!' && b <= '~' || b >= 161 && b <= 172 || b >= 174;
            letters[b] = String.valueOf((char) (printable ? b : next++));
        }
        return letters;
    }
}
