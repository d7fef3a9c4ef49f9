package org.prompttoprompt.text;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.prompttoprompt.text.Tokens.Token;
import org.prompttoprompt.text.Tokens.Word;

/**
 * CLIP's tokenizer (Radford et al. 2021): lower case, byte pair encoding, a start and an end token, padding. It also
 * remembers which characters each token stands for, by which words are found.
 */
public final class ClipTokenizer {
    private static final Pattern PIECE = Pattern.compile(
            "<\\|startoftext\\|>|<\\|endoftext\\|>|'s|'t|'re|'ve|'m|'ll|'d|\\p{L}+|\\p{N}|[^\\s\\p{L}\\p{N}]+",
            Pattern.UNICODE_CHARACTER_CLASS | Pattern.CASE_INSENSITIVE);
    private static final Pattern SPACE = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

    private final TokenizerFiles files;
    private final Map<String, Integer> vocabulary;
    private final BytePairs bytePairs;

    private ClipTokenizer(TokenizerFiles files) {
        this.files = files;
        vocabulary = files.vocabulary();
        bytePairs = new BytePairs(files.merges());
    }

    /**
     * Reads the tokenizer folder of a model: vocab.json and merges.txt, or tokenizer.json.
     *
     * @throws Refusal if files are missing or damaged, naming them
     */
    public static ClipTokenizer open(Path folder) {
        return new ClipTokenizer(TokenizerFiles.open(folder));
    }

    /** Returns how many tokens a prompt has with its start, end and padding: 77 in Stable Diffusion. */
    public int maxTokens() {
        return files.maxTokens();
    }

    /** Returns the tokens of a prompt; what exceeds {@link #maxTokens} is told by {@link Tokens#cut}. */
    public Tokens encode(String text) {
        String prompt =
                SPACE.matcher(Normalizer.normalize(text, Normalizer.Form.NFC)).replaceAll(" ");
        List<Token> all = new ArrayList<>();
        all.add(special(files.bos()));
        for (Matcher piece = PIECE.matcher(prompt); piece.find(); ) add(piece.group(), piece.start(), all);
        int kept = Math.min(all.size(), maxTokens() - 1);
        List<Token> tokens = new ArrayList<>(all.subList(0, kept));
        tokens.add(special(files.eos()));
        List<Integer> ids = new ArrayList<>(tokens.stream().map(Token::id).toList());
        while (ids.size() < maxTokens()) ids.add(id(files.pad()));
        return new Tokens(prompt, ids, tokens, words(prompt, all, kept));
    }

    private void add(String piece, int start, List<Token> tokens) {
        if (piece.equals(files.bos()) || piece.equals(files.eos())) {
            tokens.add(new Token(id(piece), piece, start, start + piece.length()));
            return;
        }
        StringBuilder lower = new StringBuilder();
        List<Integer> charOfByte = new ArrayList<>();
        for (int i = 0; i < piece.length(); i += Character.charCount(piece.codePointAt(i))) {
            String letter = Character.toString(piece.codePointAt(i)).toLowerCase(Locale.ROOT);
            lower.append(letter);
            for (byte ignored : letter.getBytes(StandardCharsets.UTF_8)) charOfByte.add(start + i);
        }
        charOfByte.add(start + piece.length());
        int at = 0;
        for (String part : bytePairs.split(lower.toString())) {
            int next = at + BytePairs.bytes(part);
            int from = charOfByte.get(at);
            int to = Math.max(from + 1, charOfByte.get(next));
            tokens.add(new Token(id(part), part.replace("</w>", ""), from, to));
            at = next;
        }
    }

    private static List<Word> words(String prompt, List<Token> all, int kept) {
        List<Word> words = new ArrayList<>();
        for (Matcher word = Pattern.compile("[^ ]+").matcher(prompt); word.find(); ) {
            List<Integer> tokens = new ArrayList<>();
            boolean cut = false;
            for (int i = 1; i < all.size(); i++) {
                if (all.get(i).start() < word.start() || all.get(i).start() >= word.end()) continue;
                if (i < kept) tokens.add(i);
                else cut = true;
            }
            words.add(new Word(word.group(), word.start(), List.copyOf(tokens), cut));
        }
        return words;
    }

    private Token special(String text) {
        return new Token(id(text), text, -1, -1);
    }

    private int id(String token) {
        Integer id = vocabulary.get(token);
        return id != null ? id : vocabulary.get(files.unknown());
    }
}
